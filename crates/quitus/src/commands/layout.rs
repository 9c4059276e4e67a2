//! `quitus entries layout`: the list that the accountant's program reads.

use crate::args::LayoutArgs;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{json, line};
use app::entries;
use app::records::Company;
use domain::entries::{Column, DateForm, DecimalMark, Encoding, Headed, Layout, LineEnd, Separator};

pub fn run(rim: &Rim, company: &Company, args: &LayoutArgs) -> Outcome<u8> {
    let before = entries::layout(company);
    let wanted = if args.usual { Layout::default() } else { changed(args, before.clone())? };
    if wanted != before {
        entries::keep_layout(&rim.world(), company, &wanted)?;
    }
    if rim.common.json {
        json(&serde_json::to_value(&wanted)?)?;
        return Ok(0);
    }
    for (place, headed) in (1..).zip(&wanted.columns) {
        line(format!("{place:>3}  {:<14} {:<30} {}", headed.column.code(), headed.heading, headed.column.french()));
    }
    for (what, chosen) in [
        ("entre les colonnes", wanted.separator.french()),
        ("avant les centimes", wanted.decimal.french()),
        ("dates", wanted.date.french()),
        ("lettres", wanted.encoding.french()),
        ("fins de ligne", wanted.line_end.french()),
        ("titres", if wanted.is_headed { "sur la première ligne" } else { "aucun" }),
    ] {
        line(format!("{what:<20} {chosen}"));
    }
    Ok(0)
}

fn changed(args: &LayoutArgs, mut layout: Layout) -> Outcome<Layout> {
    if !args.columns.is_empty() {
        layout.columns = args.columns.iter().map(|given| column(given)).collect::<Outcome<_>>()?;
    }
    layout.is_headed = args.headings.unwrap_or(layout.is_headed);
    given(&mut layout.separator, args.separator.as_deref(), Separator::parse)?;
    given(&mut layout.decimal, args.decimal.as_deref(), DecimalMark::parse)?;
    given(&mut layout.date, args.date.as_deref(), DateForm::parse)?;
    given(&mut layout.encoding, args.encoding.as_deref(), Encoding::parse)?;
    given(&mut layout.line_end, args.line_end.as_deref(), LineEnd::parse)?;
    Ok(layout)
}

/// `CompteNum=Compte`; the name alone is its own heading.
fn column(given: &str) -> Outcome<Headed> {
    let (name, heading) = given.split_once('=').unwrap_or((given, given));
    let column = Column::parse(name).ok_or_else(|| {
        let known: Vec<&str> = Column::ALL.iter().map(|c| c.code()).collect();
        Fail::new(format!("« {name} » n’est pas une colonne connue. Au choix : {}.", known.join(", ")))
    })?;
    Ok(Headed { column, heading: heading.trim().to_string() })
}

fn given<T>(place: &mut T, text: Option<&str>, parse: fn(&str) -> Option<T>) -> Outcome<()> {
    if let Some(text) = text {
        let unknown = || Fail::new(format!("« {text} » n’est pas connu ici : voyez « quitus entries layout --help »."));
        *place = parse(text).ok_or_else(unknown)?;
    }
    Ok(())
}
