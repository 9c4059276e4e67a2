//! The disk breaks right after the messages left, and the books are put back from the copy made just before: they know
//! nothing of what left. The owner finds out by asking, and nothing leaves meanwhile.

use super::Story;
use crate::audit::Told;
use app::ports::books::Store;
use app::{AppResult, restoration};

/// Where copies of the books are kept. The simulation opens no database: whoever tells the story does.
pub trait Safe {
    /// Copies the books as they are.
    ///
    /// # Errors
    /// A copy that cannot be written.
    fn keep(&self) -> AppResult<()>;

    /// The books as they were when last copied.
    ///
    /// # Errors
    /// A copy that cannot be opened.
    fn put_back(&self) -> AppResult<&'static dyn Store>;
}

impl Story<'_> {
    /// Sends; the books forget it; nothing may leave again.
    pub(super) fn send_and_lose_the_books(&mut self, safe: &dyn Safe) -> AppResult<()> {
        safe.keep()?;
        self.send()?;
        self.office.move_to(safe.put_back()?);
        let marked = restoration::mark(&self.office.world(self.day), "copie de la veille au soir", "")?;
        self.put_back += 1;
        self.in_doubt += marked.iter().map(|m| m.acts).sum::<u64>();
        // What was to be done by hand is in doubt too: once it is said not to be done, it is proposed again.
        self.tasks.forget();
        self.auditor.tell(self.day, Told::BooksPutBack);
        self.send()
    }

    /// The owner looked at what left since: what is in doubt was settled act by act.
    pub(super) fn review_what_left(&mut self) -> AppResult<()> {
        let world = self.office.world(self.day);
        if restoration::open(&world, &self.office.company)?.is_some() {
            restoration::review(&world, &self.office.company, "journal du serveur d’envoi relu")?;
            self.auditor.tell(self.day, Told::Reviewed);
        }
        Ok(())
    }

    /// How often the books were put back, and how many acts were in doubt then.
    pub fn copies_put_back(&self) -> (u64, u64) {
        (self.put_back, self.in_doubt)
    }
}
