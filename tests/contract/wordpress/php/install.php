<?php
// php install.php SITE: what the installer's pages would do. Prints JSON.
$_SERVER += array( 'HTTP_HOST' => '127.0.0.1', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET' );
define( 'WP_INSTALLING', true );
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Millpond Courier', 'editor', 'editor@courier.example', true, '', 'editor-password' );
foreach (
	array(
		'active_plugins'              => array( 'akismet/akismet.php' ),
		'comment_previously_approved' => '0',
		'permalink_structure'         => '/%postname%/',
		'stylesheet'                  => 'plain',
		'template'                    => 'plain',
		'thread_comments'             => '1',
	) as $name => $value
) {
	update_option( $name, $value );
}
$article = array(
	'post_title'     => 'The old bridge is open again',
	'post_content'   => 'After two summers of repairs the stone bridge over the millpond was opened on Saturday.',
	'post_name'      => 'bridge',
	'post_status'    => 'publish',
	'comment_status' => 'open',
	'ping_status'    => 'open',
	'post_author'    => 1,
	'tags_input'     => array( 'bridge', 'millpond' ),
);
$post    = wp_insert_post( $article );
list( $password ) = WP_Application_Passwords::create_new_application_password( 1, array( 'name' => 'tests' ) );
wp_delete_comment( 1, true );
flush_rewrite_rules();
echo json_encode( array( 'post' => $post, 'password' => $password ) );
