<?php
// What differs from site to site is in site.json beside the site's folder; the server's address may change while it runs.
$courier = json_decode( file_get_contents( dirname( __DIR__ ) . '/site.json' ), true );
$server  = dirname( __DIR__ ) . '/server';
if ( is_file( $server ) ) {
	define( 'CHAFFINCH_SERVER', trim( file_get_contents( $server ) ) );
}
define( 'DB_NAME', 'wp' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:' . $courier['socket'] );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( $name . '_KEY', sha1( "courier key $name" ) );
	define( $name . '_SALT', sha1( "courier salt $name" ) );
}
define( 'WP_HOME', $courier['home'] );
define( 'WP_SITEURL', $courier['home'] );
define( 'WP_CONTENT_DIR', __DIR__ . '/wp-content' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1,rest.akismet.com' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISABLE_WP_CRON', true );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', dirname( __DIR__ ) . '/debug.log' );
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
