<?php
/**
 * Plugin Name: Chaffinch
 * Description: Sends what the Akismet plugin asks to your own Chaffinch server, and nowhere else.
 * Version: 0.1.0
 * Requires PHP: 7.4
 * License: Apache-2.0
 *
 * Put this file into wp-content/mu-plugins, leave the Akismet plugin as it is, and add to wp-config.php:
 *
 *     define( 'CHAFFINCH_SERVER', 'https://comments.example' );
 *     define( 'CHAFFINCH_SITE', 'ID' ); // Only where the server knows this site by another address.
 */

namespace Chaffinch;

/** The server's address without a final slash, or '' where none is configured. */
function server() {
	return defined( 'CHAFFINCH_SERVER' ) ? untrailingslashit( (string) \CHAFFINCH_SERVER ) : '';
}

/** Answers in Akismet's place. Without a server nothing is sent at all: comments wait, and nobody else reads them. */
function answer( $other, $args, $url ) {
	$asked = wp_parse_url( $url );
	if ( ! preg_match( '/(^|\.)rest\.akismet\.com$/i', $asked['host'] ?? '' ) || ( server() && 0 === strpos( $url, server() ) ) ) {
		return $other;
	}
	wp_parse_str( is_string( $args['body'] ?? null ) ? $args['body'] : '', $fields );
	if ( isset( $fields['comment_content'] ) ) {
		$args['body'] = surroundings( $fields ) . without_secrets( $args['body'], $fields );
	}
	unset( $args['headers']['Host'] );
	$to       = server() . $asked['path'] . ( isset( $asked['query'] ) ? '?' . $asked['query'] : '' );
	$response = server() ? wp_remote_request( $to, $args ) : new \WP_Error( 'chaffinch', trouble() );
	return 'comment-check' === basename( $asked['path'] ) ? recognisable( $response, $fields ) : $response;
}
add_filter( 'pre_http_request', __NAMESPACE__ . '\answer', 10, 3 );

/** The body without copies of a visitor's request: passwords and nonces are among them, the rest is told anyway. */
function without_secrets( $body, $fields ) {
	$trap = preg_quote( rawurlencode( $fields['honeypot_field_name'] ?? 'ak_hp_textarea' ), '/' );
	return implode( '&', preg_grep( "/^(HTTP_|REMOTE_|REQUEST_|DOCUMENT_|POST_(?!ak_|$trap=))/", explode( '&', $body ), PREG_GREP_INVERT ) );
}

/** What a comment is about, as fields: title and beginning of the article, and the comment it answers. */
function surroundings( $fields ) {
	$post   = empty( $fields['comment_post_ID'] ) ? null : get_post( (int) $fields['comment_post_ID'] );
	$parent = empty( $fields['comment_parent'] ) ? null : get_comment( (int) $fields['comment_parent'] );
	$text   = $post && ! $post->post_password ? ( $post->post_excerpt ?: strip_shortcodes( $post->post_content ) ) : '';
	$told   = array( 'comment_context' => array_filter( array( beginning( $post->post_title ?? '' ), beginning( $text ) ) ) );
	return http_build_query( $told + array( 'comment_parent_content' => beginning( $parent->comment_content ?? '' ) ), '', '&' ) . '&';
}

/** The first 2,000 characters without markup: the server reads no more. */
function beginning( $text ) {
	return mb_substr( trim( wp_strip_all_tags( $text ) ), 0, 2000 );
}

/**
 * Newer plugins know their own comment again by the guid of the answer alone: without one, a comment that nobody
 * judged is published and never asked about again. So an answer without gets one. It is kept where plugins do not keep it.
 */
function recognisable( $response, $fields ) {
	$guid = wp_remote_retrieve_header( $response, 'x-akismet-guid' );
	if ( ! empty( $fields['comment_ID'] ) && in_array( wp_remote_retrieve_body( $response ), array( 'true', 'false' ), true ) ) {
		update_comment_meta( (int) $fields['comment_ID'], 'akismet_guid', $guid );
	}
	if ( is_wp_error( $response ) ) {
		$response = array( 'headers' => array(), 'body' => '', 'response' => array( 'code' => 503, 'message' => '' ), 'cookies' => array() );
	}
	$GLOBALS['chaffinch_guid']             = $guid ?: str_replace( '-', '', wp_generate_uuid4() );
	$response['headers']['x-akismet-guid'] = $GLOBALS['chaffinch_guid'];
	return $response;
}
add_action(
	'wp_insert_comment',
	function ( $id ) {
		empty( $GLOBALS['chaffinch_guid'] ) || add_comment_meta( $id, 'akismet_guid', $GLOBALS['chaffinch_guid'], true );
		unset( $GLOBALS['chaffinch_guid'] );
	},
	20
);

/** Under the form: a link to what this server says about this site. The plugin's own words for it stay, in any language. */
function notice( $markup ) {
	$page = defined( 'CHAFFINCH_SITE' ) ? '/data/' . \CHAFFINCH_SITE : '/data?site=' . rawurlencode( get_option( 'home' ) );
	$text = preg_match( '~<a\b[^>]*>(.*?)</a>~s', $markup, $link ) ? $link[1] : 'Learn how your comment data is processed.';
	return '<p class="akismet_comment_form_privacy_notice"><a href="' . esc_url( server() . $page ) . '">' . wp_kses( $text, array() ) . '</a></p>';
}
add_filter( 'akismet_comment_form_privacy_notice_markup', __NAMESPACE__ . '\notice' );

/** Asks about each comment of a person, spam and all, 50 a page. Returns the comments, and what the server says: null if nothing. */
function ask( $call, $email, $page ) {
	$comments = get_comments( array( 'author_email' => $email, 'status' => 'any', 'number' => 50, 'paged' => $page, 'orderby' => 'comment_ID', 'order' => 'ASC' ) );
	$answers  = array();
	foreach ( $comments as $comment ) {
		$said = array_filter( (array) get_comment_meta( $comment->comment_ID, 'akismet_as_submitted', true ) ) + $comment->to_array();
		$body = array(
			'api_key' => defined( 'WPCOM_API_KEY' ) ? \WPCOM_API_KEY : get_option( 'wordpress_api_key' ),
			'blog'    => get_option( 'home' ),
			'guid'    => get_comment_meta( $comment->comment_ID, 'akismet_guid', true ),
		);
		$body    += array_intersect_key( $said, array_flip( array( 'comment_author', 'comment_author_url', 'comment_content' ) ) );
		$response = server() ? wp_remote_post( server() . "/1.1/$call", array( 'body' => $body, 'timeout' => 15 ) ) : null;

		$answers[ $comment->comment_ID ] = json_decode( wp_remote_retrieve_body( $response ), true );
	}
	return $answers;
}

/** Exporter: what the server keeps of each comment, in its own words. */
function export( $email, $page = 1 ) {
	$items = array();
	foreach ( ask( 'export', $email, $page ) as $id => $told ) {
		$silence = $told ? 'It keeps nothing of this comment.' : 'It could not be asked. Please export again later.';
		$kept    = $told['kept'] ?? array() ?: array( array( 'name' => 'The server', 'value' => $silence ) );
		$items[] = array( 'group_id' => 'chaffinch', 'group_label' => 'Kept by the spam filter', 'item_id' => "chaffinch-$id", 'data' => $kept );
	}
	return array( 'data' => $items, 'done' => count( $items ) < 50 );
}

/** Eraser: the server forgets each comment, and unlearns what it learned from it. */
function erase( $email, $page = 1 ) {
	$answers = ask( 'erase', $email, $page );
	$failed  = count( $answers ) - count( array_filter( $answers, 'is_array' ) );
	return array(
		'items_removed'  => array_sum( array_column( array_filter( $answers ), 'erased' ) ) > 0,
		'items_retained' => $failed > 0,
		'messages'       => $failed ? array( "The spam filter's server could not be asked to forget $failed comments. Please erase again later." ) : array(),
		'done'           => count( $answers ) < 50,
	);
}
add_filter( 'wp_privacy_personal_data_exporters', fn( $all ) => $all + array( 'chaffinch' => array( 'exporter_friendly_name' => 'Chaffinch', 'callback' => __NAMESPACE__ . '\export' ) ) );
// First of all: afterwards WordPress no longer knows which comments were this person's.
add_filter( 'wp_privacy_personal_data_erasers', fn( $all ) => array( 'chaffinch' => array( 'eraser_friendly_name' => 'Chaffinch', 'callback' => __NAMESPACE__ . '\erase' ) ) + $all, 99 );

/** What keeps the server from answering, or ''. Looked at every five minutes at most. */
function trouble() {
	if ( '' === server() ) {
		return 'CHAFFINCH_SERVER is not defined in wp-config.php. Nothing is sent to anybody; comments wait for moderation.';
	}
	$told = get_transient( 'chaffinch_test' );
	if ( false === $told ) {
		$told = wp_remote_retrieve_body( wp_remote_get( server() . '/1.1/test', array( 'timeout' => 3 ) ) );
		set_transient( 'chaffinch_test', $told, 300 );
	}
	return 'connected' === $told ? '' : 'the server at ' . server() . ' does not answer. Comments wait for moderation and are checked later.';
}
add_action( 'admin_notices', fn() => current_user_can( 'manage_options' ) && trouble() ? print( '<div class="notice notice-error"><p>Chaffinch: ' . esc_html( trouble() ) . '</p></div>' ) : null );
