use crate::books::SqlBooks;
use app::ports::screens::Folder;

impl Folder for SqlBooks<'_, '_> {}
