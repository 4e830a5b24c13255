<?php
// php call.php SITE EXPRESSION: the value of a PHP expression inside WordPress, as JSON.
$_SERVER += array( 'HTTP_HOST' => '127.0.0.1', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET' );
require $argv[1] . '/wp-load.php';
echo "\n", json_encode( eval( 'return ' . $argv[2] . ';' ) );
