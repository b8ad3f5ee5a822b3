const SAMPLE_BLOCK_ROWS = 1024u;

// Whether the sample skips the rows of a quad: it reads one block of rows in `flags`, from row 0 of the relation on.
fn left_out(quad: u32) -> bool {
  return params.flags > 1u && ((params.base + 4u * quad) / SAMPLE_BLOCK_ROWS) % params.flags != 0u;
}
