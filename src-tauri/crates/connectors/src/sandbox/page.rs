//! The page that shows what was received.

use serde_json::Value;

use super::desk::Desk;
use super::disk::{Received, System};
use super::faults::{Action, Fault, Faults, MESSAGES, When};
use super::platform::{Checking, Flows, said};
use super::seed;
use super::wire::Request;
use crate::RemoteState;
use crate::platform::contract::AckStatus;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{padding:.35rem .6rem;border-bottom:1px solid #d5d9de;text-align:left}td.n{text-align:right;font-variant-numeric:tabular-nums}
button{font:inherit;padding:.3rem 1.2rem;border:1px solid #1b5fa7;background:#1b5fa7;color:#fff;border-radius:.3rem;cursor:pointer}
form.faults{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;margin:.6rem 0}label{display:flex;flex-direction:column;font-size:.85rem}
select,input{font:inherit;padding:.25rem .4rem}input{width:5rem}button.plain{background:none;color:inherit;border-color:#8a9199}
p.ask{background:#fff6dc;padding:.6rem 1rem;border-left:4px solid #d19a00}
@media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#15181c}td,th{border-color:#343a41}p.ask{background:#332b12}}";

/// What can go wrong on demand: code, words.
const OFFERED: &[(&str, &str)] = &[
    ("delay", "réponse lente (5 s)"),
    ("too_late", "réponse trop tardive (5 min)"),
    ("429", "429, trop de demandes"),
    ("500", "500, panne avant de prendre"),
    ("500_after", "500, panne après avoir pris"),
    ("cut", "coupure avant de prendre"),
    ("cut_after", "coupure après avoir pris"),
    ("garble", "réponse illisible après avoir pris"),
    ("certificate", "mauvais certificat"),
    ("token", "jetons expirés"),
    ("exercise_closed", "refus : exercice clos"),
    ("currency_not_authorised", "refus : devise non autorisée"),
];

/// The fault of a form of the page.
pub fn asked_fault(request: &Request) -> Result<Fault, String> {
    let code = request.form("fault").unwrap_or_default();
    let (action, when) = match code.as_str() {
        "delay" => (Action::Delay { ms: 5_000 }, When::Before),
        "too_late" => (Action::Delay { ms: 300_000 }, When::After),
        "429" => (Action::RateLimit { seconds: 5 }, When::Before),
        "500" => (Action::Status { status: 500 }, When::Before),
        "500_after" => (Action::Status { status: 500 }, When::After),
        "cut" => (Action::Cut, When::Before),
        "cut_after" => (Action::Cut, When::After),
        "garble" => (Action::Garble, When::After),
        "certificate" => (Action::WrongCertificate, When::Before),
        "token" => (Action::ExpireTokens, When::Before),
        "exercise_closed" | "currency_not_authorised" => {
            (Action::Refuse { code: code.clone() }, When::Before)
        }
        other => return Err(format!("there is no fault `{other}`")),
    };
    // Lists are asked for all the time: what goes wrong on purpose goes wrong when a piece arrives.
    let at = match request.form("at").as_deref() {
        Some("message") => MESSAGES,
        Some("file") => "v1/flows/",
        _ => "folders",
    };
    let method = if at == "v1/flows/" { "GET" } else { "POST" };
    let of_a_piece = !matches!(action, Action::WrongCertificate | Action::ExpireTokens);
    let number =
        |name: &str, usual: u32| request.form(name).and_then(|text| text.parse().ok()).unwrap_or(usual);
    Ok(Fault {
        action,
        when,
        method: of_a_piece.then(|| method.to_owned()),
        path: of_a_piece.then(|| at.to_owned()),
        times: number("times", 1).max(1),
        percent: u8::try_from(number("percent", 100).min(100)).unwrap_or(100),
    })
}

/// The whole page.
pub fn page(desk: &Desk, standing: &Faults) -> String {
    let disk = &desk.disk;
    let mut html = format!(
        "<!doctype html><html lang=\"fr\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Liasse, bac à sable</title><style>{STYLE}</style><h1>Bac à sable</h1>\
         <p>Ce serveur joue Sage GE et MEG d'après nos propres contrats, une plateforme agréée d'après la norme \
         AFNOR XP Z12-013 et un serveur de courrier (RFC 5321). Rien ici n'est un logiciel de Sage, de RCA ni d'une plateforme. \
         Pour qu'on lui fasse confiance : <a href=\"/authority.pem\">authority.pem</a>, à donner dans les paramètres.</p>"
    );
    faults(&mut html, standing);
    exercises(&mut html, desk);
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
    flows(&mut html, &desk.flows);
    html
}

/// What waits on the platform, and what was said of it.
fn flows(html: &mut String, flows: &Flows) {
    html.push_str(
        "<h2>Plateforme agréée : factures</h2><form class=\"faults\" method=\"post\" action=\"/pa/offer\">\
         <label>SIREN du client<input name=\"siren\" value=\"732829320\" style=\"width:8rem\"></label>\
         <button>Faire arriver une facture</button></form>\
         <table><tr><th>Flux</th><th>Fichier</th><th>Syntaxe</th><th>Déposé</th><th>Relevé</th></tr>",
    );
    for flow in flows.all().filter(|flow| flow.incoming) {
        html.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&flow.id),
            escape(&flow.name),
            escape(&flow.syntax),
            escape(&flow.updated_at),
            if flow.fetched { "oui" } else { "" }
        ));
    }
    html.push_str("</table><h2>Plateforme agréée : statuts reçus</h2><form class=\"faults\" method=\"post\" action=\"/pa/checking\"><label>Les prochains<select name=\"checking\">");
    for (value, words, own) in [
        ("takes", "sont acceptés", Checking::Takes),
        ("waits", "attendent leur contrôle", Checking::Waits),
        ("refuses", "sont rejetés", Checking::Refuses),
    ] {
        let selected = if own == flows.checking { " selected" } else { "" };
        html.push_str(&format!("<option value=\"{value}\"{selected}>{words}</option>"));
    }
    html.push_str("</select></label><button class=\"plain\">Régler</button></form>");
    if flows.all().any(|flow| flow.acknowledged == AckStatus::Pending) {
        html.push_str(
            "<form method=\"post\" action=\"/pa/conclude\"><p class=\"ask\">Des statuts attendent leur contrôle → \
             <button name=\"taken\" value=\"yes\">Accepter</button> <button class=\"plain\" name=\"taken\" value=\"no\">Rejeter</button></p></form>",
        );
    }
    html.push_str(
        "<table><tr><th>Flux</th><th>Facture</th><th>Statut</th><th>Clé</th><th>Contrôle</th></tr>",
    );
    for flow in flows.all().filter(|flow| !flow.incoming) {
        let (number, status) = flows.file(&flow.id).and_then(said).unwrap_or_default();
        let checked = match flow.acknowledged {
            AckStatus::Ok => "accepté",
            AckStatus::Pending => "en attente",
            AckStatus::Error => "rejeté",
        };
        html.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code></td><td>{checked}</td></tr>",
            escape(&flow.id),
            escape(&number),
            escape(&status),
            escape(flow.tracking_id.as_deref().unwrap_or_default()),
        ));
    }
    html.push_str("</table>");
}

fn faults(html: &mut String, standing: &Faults) {
    html.push_str("<h2>Pannes</h2><form class=\"faults\" method=\"post\" action=\"/fault\"><label>Panne<select name=\"fault\">");
    for (code, words) in OFFERED {
        html.push_str(&format!("<option value=\"{code}\">{}</option>", escape(words)));
    }
    html.push_str(
        "</select></label><label>Sur<select name=\"at\"><option value=\"piece\">les pièces (GE, MEG)</option>\
         <option value=\"message\">les statuts (plateforme)</option><option value=\"file\">les factures (plateforme)</option></select></label>\
         <label>Combien de fois<input name=\"times\" type=\"number\" min=\"1\" value=\"1\"></label>\
         <label>Sur cent<input name=\"percent\" type=\"number\" min=\"1\" max=\"100\" value=\"100\"></label>\
         <button>Provoquer</button></form>",
    );
    html.push_str(&format!(
        "<form class=\"faults\" method=\"post\" action=\"/storm\"><label>Pannes au hasard, sur cent demandes\
         <input name=\"percent\" type=\"number\" min=\"0\" max=\"100\" value=\"{}\"></label><button class=\"plain\">Régler</button></form>",
        standing.storm()
    ));
    if standing.pending().is_empty() && standing.storm() == 0 {
        html.push_str("<p>Aucune panne en attente.</p>");
        return;
    }
    html.push_str("<ul>");
    for fault in standing.pending() {
        let words = serde_json::to_string(fault).unwrap_or_default();
        html.push_str(&format!("<li><code>{}</code></li>", escape(&words)));
    }
    html.push_str("</ul><form method=\"post\" action=\"/calm\"><button class=\"plain\">Arrêter toutes les pannes</button></form>");
}

fn exercises(html: &mut String, desk: &Desk) {
    html.push_str("<h2>Exercices</h2><form class=\"faults\" method=\"post\" action=\"/exercise\">");
    for (start, end, closed) in desk.exercises() {
        let year = start.get(..4).unwrap_or(start);
        let state = if closed { "clos" } else { "ouvert" };
        html.push_str(&format!(
            "<button class=\"plain\" name=\"start\" value=\"{start}\" title=\"{start} – {end}\">{year} : {state}</button>"
        ));
    }
    html.push_str("</form>");
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

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
