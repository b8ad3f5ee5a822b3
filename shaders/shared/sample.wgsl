const SAMPLE_BLOCK_ROWS = 1024u;

// Whether a sample leaves out a quad's rows: it reads one block of rows in `flags`, beginning with row 0 of the relation.
fn left_out(quad: u32) -> bool {
  return params.flags > 1u && ((params.base + 4u * quad) / SAMPLE_BLOCK_ROWS) % params.flags != 0u;
}
