pub trait Worklist {}
