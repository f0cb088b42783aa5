//! Who draws an invoice up in the seller's name, and is no party to the sale: `Facture émise par Place24 SAS au nom et pour le
//! compte du vendeur` (CGI art. 289 I-2; Directive 2006/112/EC, art. 220 and 224).

use super::identifiers::Candidate as Found;
use super::names;
use super::parties::{Name, Seen};
use super::text::{Run, Sheet};
use super::words as lists;

/// Words before whoever acts.
const BY: [&str; 4] = ["par", "door", "durch", "by"];

/// What may stand between the two: `établie par le Cabinet Rouvière`.
const ARTICLES: [&str; 7] = ["", "le ", "la ", "les ", "l ", "de ", "the "];

fn acts(run: &Run, name: &Name) -> bool {
    let fold = format!(" {} ", run.fold);
    let own = names::essence(&name.text).join(" ");
    !own.is_empty()
        && lists::spoken("sellers agent", &run.fold)
        && BY.iter().any(|by| ARTICLES.iter().any(|article| fold.contains(&format!(" {by} {article}{own} "))))
}

/// The name of the agent, among the names of the paper.
pub(super) fn agent(sheet: &Sheet, names: &[Name]) -> Option<String> {
    let acting = |name: &&Name| sheet.runs.iter().any(|run| acts(run, name));
    let agent = names.iter().filter(|name| !name.labelled).find(acting)?;
    Some(agent.text.clone())
}

/// Whether a number is the agent's: it stands in a block of text that names the agent and no other house.
pub(super) fn is_of(sheet: &Sheet, seen: &[Seen], id: &Found, agent: &str) -> bool {
    let block = seen.iter().find(|s| s.block.lines(sheet).any(|run| run.tokens.contains(&id.span.start)));
    block.is_some_and(|s| !s.supplier && s.block.lines(sheet).any(|run| names::contains(&run.text, agent)))
}
