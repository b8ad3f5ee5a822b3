// The smallest kernel: it only has to compile.
@compute @workgroup_size(1)
fn main() {}
