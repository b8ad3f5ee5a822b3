// rows: Column[n]… → the numbers and keys of the passing rows of an interval, in any order, after their count.
// The variant supplies passing(), the inputs, WORDS, the result `found`, put_key(), ENTRY (the words of an entry) and
// SPAN, the index in params.words of [first and end of the interval in this buffer, the most entries, number of this
// buffer's first row].
// #import shared/params
// #import shared/key
// #import shared/locate
// #import shared/clauses

@compute @workgroup_size(GROUP_SIZE)
fn find_rows(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let span = params.words[SPAN];
  let quads = (span.y + 3u) / 4u;
  for (var quad = span.x / 4u + id.x; quad < quads; quad += groups.x * GROUP_SIZE) {
    let numbers = vec4u(4u * quad) + vec4u(0u, 1u, 2u, 3u);
    let keep = passing(quad) & (numbers >= vec4u(span.x)) & (numbers < vec4u(span.y));
    if (!any(keep)) { continue; }
    for (var k = 0u; k < 4u; k++) {
      if (!keep[k]) { continue; }
      let entry = atomicAdd(&found.count, 1u);
      if (entry >= span.z) { continue; }
      let at = entry * ENTRY;
      found.entries[at] = span.w + numbers[k];
      put_key(at + 1u, quad, k);
    }
  }
}
