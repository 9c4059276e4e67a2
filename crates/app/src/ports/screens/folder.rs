pub trait Folder {}
