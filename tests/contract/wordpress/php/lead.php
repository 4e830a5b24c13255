<?php
// A must-use plugin of the tests that only leads the calls to our server, as DNS would: what leaves is the plugin's own.
add_filter(
	'pre_http_request',
	function ( $answer, $args, $url ) {
		if ( 'rest.akismet.com' !== wp_parse_url( $url, PHP_URL_HOST ) ) {
			return $answer;
		}
		return wp_remote_request( CHAFFINCH_SERVER . wp_parse_url( $url, PHP_URL_PATH ), $args );
	},
	10,
	3
);
