<!doctype html><html><head><title><?php bloginfo(); ?></title><?php wp_head(); ?></head><body>
<?php
while ( have_posts() ) {
	the_post();
	the_title( '<h1><a href="' . get_permalink() . '">', '</a></h1>' );
	if ( is_singular() ) {
		wp_list_comments( array( 'style' => 'div' ), get_comments( array( 'post_id' => get_the_ID(), 'status' => 'approve' ) ) );
		comment_form();
	}
}
wp_footer();
?>
</body></html>
