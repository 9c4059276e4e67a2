//! A generated world as the bytes a program would export. Line order, header and spelling follow its habit.
//! Nothing here knows what is open.

use crate::world::{Post, World};

impl World {
    /// The export as bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let habit = &self.habit;
        let amounts = if habit.side_column { "Montant,Sens" } else { "Debit,Credit" };
        let header = format!(
            "JournalCode,JournalLib,EcritureNum,EcritureDate,CompteNum,CompteLib,CompAuxNum,CompAuxLib,PieceRef,PieceDate,EcritureLib,{amounts},EcritureLet,DateLet,ValidDate,Montantdevise,Idevise"
        );
        let mut lines = vec![header.replace(',', &habit.separator.to_string())];
        let mut posts: Vec<&Post> = self.posts.iter().collect();
        posts.sort_by_key(|p| (p.day, p.journal != "AN"));
        lines.extend(posts.into_iter().map(|p| self.line(p)));
        let text = lines.join(habit.line_end) + habit.line_end;
        let mut out = if habit.bom { vec![0xEF, 0xBB, 0xBF] } else { Vec::new() };
        if habit.latin {
            out.extend(text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')));
        } else {
            out.extend(text.bytes());
        }
        out
    }

    fn line(&self, post: &Post) -> String {
        let habit = &self.habit;
        let date = base::add_days(base::Date::constant(2000, 1, 1), 0).unwrap();
        let date = base::Date::new(self.year as i16, date.month(), date.day()).unwrap();
        let date = base::add_days(date, post.day).unwrap().to_string().replace('-', "");
        let money = |c: i64| format!("{},{:02}", c / 100, c % 100);
        let (d, c) = if post.cents >= 0 { (post.cents, 0) } else { (0, -post.cents) };
        let (a, b) = if habit.side_column {
            (money(d + c), if c > 0 { "C" } else { "D" }.to_string())
        } else {
            (money(d), money(c))
        };
        let name = post.party.map_or("", |p| self.name(p));
        let aux = if habit.sub_accounts { String::new() } else { post.party.map(|p| self.code(p)).unwrap_or_default() };
        let account_name = if habit.sub_accounts && post.party.is_some() { name } else { "Compte" };
        let aux_name = if habit.sub_accounts { "" } else { name };
        let number = if habit.zero_numbers { "0".to_string() } else { format!("{}{:05}", post.journal, post.number) };
        let letter_date = if habit.dated_letters && !post.letter.is_empty() { "20251231" } else { "" };
        let journal = match post.journal {
            "AN" => "A nouveaux",
            "VE" => "Ventes",
            "BQ" => "Banque",
            _ => "Divers",
        };
        [
            post.journal,
            journal,
            &number,
            &date,
            &post.account,
            account_name,
            &aux,
            aux_name,
            &post.piece,
            &date,
            &post.label,
            &a,
            &b,
            &post.letter,
            letter_date,
            "20251231",
            "",
            "",
        ]
        .join(&habit.separator.to_string())
    }
}
