//! Page pictures for the screens: `page://localhost/<source>/<page>?w=<pixels>`.

use std::borrow::Cow;

use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

use crate::shell::Shell;

/// The scheme's name.
pub const SCHEME: &str = "page";

/// Widest picture, in pixels: an A4 page at 300 dpi.
const WIDEST: u32 = 2_480;

/// Answers one request, off the window's thread.
pub fn answer(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let desk = context.app_handle().try_state::<Shell>().and_then(|shell| shell.desk());
    tauri::async_runtime::spawn_blocking(move || {
        let picture = wanted(&request).and_then(|(source, page, width)| {
            desk.and_then(|desk| desk.page_picture(source, page, width).ok())
        });
        let response = match picture {
            Some((media_type, bytes)) => Response::builder()
                .header(header::CONTENT_TYPE, media_type)
                // A page of a source never changes.
                .header(header::CACHE_CONTROL, "private, max-age=86400, immutable")
                .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .body(Cow::Owned(bytes)),
            None => Response::builder().status(StatusCode::NOT_FOUND).body(Cow::Borrowed(&[][..])),
        };
        if let Ok(response) = response {
            responder.respond(response);
        }
    });
}

/// Source, page and width of a request.
fn wanted(request: &Request<Vec<u8>>) -> Option<(String, u32, u32)> {
    // `convertFileSrc` writes the slash between source and page as %2F.
    let path = request.uri().path().replace("%2F", "/").replace("%2f", "/");
    let (source, page) = path.trim_start_matches('/').split_once('/')?;
    let width = request
        .uri()
        .query()
        .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("w=")))
        .and_then(|width| width.parse().ok())
        .unwrap_or(1_000);
    Some((source.to_owned(), page.parse().ok()?, width.clamp(40, WIDEST)))
}
