//! The page that shows what was received.

use serde_json::Value;

use super::disk::{Disk, Received, System};
use super::seed;
use crate::RemoteState;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{padding:.35rem .6rem;border-bottom:1px solid #d5d9de;text-align:left}td.n{text-align:right;font-variant-numeric:tabular-nums}
button{font:inherit;padding:.3rem 1.2rem;border:1px solid #1b5fa7;background:#1b5fa7;color:#fff;border-radius:.3rem;cursor:pointer}
p.ask{background:#fff6dc;padding:.6rem 1rem;border-left:4px solid #d19a00}
@media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#15181c}td,th{border-color:#343a41}p.ask{background:#332b12}}";

/// The whole page.
pub fn page(disk: &Disk) -> String {
    let mut html = format!(
        "<!doctype html><html lang=\"fr\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Liasse, bac à sable</title><style>{STYLE}</style><h1>Bac à sable</h1>\
         <p>Ce serveur joue Sage GE et MEG d'après nos propres contrats. Rien ici n'est un logiciel de Sage ni de RCA.</p>"
    );
    for folder in seed::FOLDERS {
        let pieces: Vec<&Received> =
            disk.all(System::Ge).into_iter().filter(|piece| piece.folder == folder.id).collect();
        let waiting = pieces.iter().filter(|piece| piece.state == RemoteState::Waiting).count();
        let state = if folder.open { "" } else { " — non activé" };
        html.push_str(&format!("<h2>GE : {} ({}){state}</h2>", escape(folder.label), escape(folder.id)));
        if waiting > 0 {
            html.push_str(&format!(
                "<form method=\"post\" action=\"/ge/integrate\"><input type=\"hidden\" name=\"folder\" value=\"{}\">\
                 <p class=\"ask\">GE : {waiting} {} à intégrer → <button>Oui</button></p></form>",
                escape(folder.id),
                if waiting == 1 { "pièce" } else { "pièces" },
            ));
        }
        table(&mut html, &pieces);
    }
    html.push_str("<h2>MEG : module Achats</h2>");
    table(&mut html, &disk.all(System::Meg));
    html
}

fn table(html: &mut String, pieces: &[&Received]) {
    if pieces.is_empty() {
        html.push_str("<p>Aucune pièce.</p>");
        return;
    }
    html.push_str(
        "<table><tr><th>Pièce</th><th>Date</th><th>Tiers</th><th>Numéro</th><th>Total</th><th>Image</th><th>État</th></tr>",
    );
    for piece in pieces {
        let text =
            |pointer: &str| piece.body.pointer(pointer).and_then(Value::as_str).unwrap_or("").to_owned();
        let either =
            |one: &str, other: &str| Some(text(one)).filter(|t| !t.is_empty()).unwrap_or_else(|| text(other));
        let state = match piece.state {
            RemoteState::Waiting => "à intégrer",
            RemoteState::Integrated => "traitée",
        };
        let image = if piece.image.is_some() { "oui" } else { "" };
        html.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{} {}</td><td>{image}</td><td>{state}</td></tr>",
            escape(&piece.id),
            escape(&text("/date")),
            escape(&either("/third_party/name", "/supplier_name")),
            escape(&either("/piece_reference", "/number")),
            escape(&total(&piece.body)),
            escape(&text("/currency")),
        ));
    }
    html.push_str("</table>");
}

fn total(body: &Value) -> String {
    if let Some(total) = body.get("total").and_then(Value::as_str) {
        return total.to_owned();
    }
    let debits = body.get("lines").and_then(Value::as_array).into_iter().flatten().filter_map(|line| {
        line.get("debit")
            .and_then(Value::as_str)
            .and_then(|debit| debit.parse::<liasse_domain::Amount>().ok())
    });
    debits.sum::<liasse_domain::Amount>().to_string()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
