//! The store of learning records as xAPI 1.0.3 has it, for programs with keys of their own: Basic
//! authentication, `X-Experience-API-Version` on every request and answer, tags on documents. The
//! requests that a browser cannot make come as a POST whose address names the method.

use crate::{AppState, session, state::now};
use axum::{
    Extension, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::any,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use service::{
    Ctx,
    academy::records::{
        self, DocumentRequest, Preconditions, RecordFault, Recorded, StatementRequest, iso_ms,
    },
};
use std::collections::BTreeMap;

const VERSION: &str = "1.0.3";
const VERSION_HEADER: &str = "x-experience-api-version";
const CONSISTENT: &str = "x-experience-api-consistent-through";

/// The largest request, in bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;

pub fn router(state: AppState) -> Router<AppState> {
    Router::new()
        .route("/xapi/{*resource}", any(handle))
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .layer(from_fn_with_state(state, session::context))
}

/// A request, whichever way it came.
struct Asked {
    method: Method,
    parameters: BTreeMap<String, String>,
    headers: HeaderMap,
    body: Bytes,
}

fn pairs(query: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

/// What a form may bring in the place of headers.
const FORM_HEADERS: [&str; 7] = [
    "Authorization",
    "X-Experience-API-Version",
    "Content-Type",
    "Content-Length",
    "If-Match",
    "If-None-Match",
    "Accept-Language",
];

impl Asked {
    fn of(method: Method, uri: &Uri, headers: HeaderMap, body: Bytes) -> Recorded<Asked> {
        let mut parameters = pairs(uri.query().unwrap_or_default());
        let mut asked = Asked {
            method,
            headers,
            body,
            parameters: BTreeMap::new(),
        };
        let Some(method) = parameters.remove("method") else {
            asked.parameters = parameters;
            return Ok(asked);
        };
        if asked.method != Method::POST || !parameters.is_empty() {
            return Err(RecordFault::Bad(
                "method stands alone in the address of a POST".to_owned(),
            ));
        }
        asked.method = method
            .parse()
            .map_err(|_| RecordFault::Bad(format!("method is \"{method}\"")))?;
        let form = core::str::from_utf8(&asked.body)
            .map_err(|_| RecordFault::Bad("not a form".to_owned()))?;
        let mut fields = pairs(form);
        for name in FORM_HEADERS {
            if let Some(value) = fields.remove(name) {
                let value = HeaderValue::from_str(&value)
                    .map_err(|_| RecordFault::Bad(format!("{name} cannot be a header")))?;
                let name = header::HeaderName::from_bytes(name.to_ascii_lowercase().as_bytes())
                    .map_err(|_| RecordFault::Bad(format!("{name} is no header")))?;
                asked.headers.insert(name, value);
            }
        }
        asked.body = fields.remove("content").unwrap_or_default().into();
        asked.parameters = fields;
        Ok(asked)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    fn media_type(&self) -> &str {
        self.header("content-type")
            .unwrap_or("application/octet-stream")
    }

    fn known(&self) -> Preconditions {
        Preconditions {
            if_match: self.header("if-match").map(str::to_owned),
            if_none_match: self.header("if-none-match").map(str::to_owned),
        }
    }

    fn json(&self) -> Recorded<Value> {
        let kind = self.media_type().split(';').next().unwrap_or_default();
        if !kind.trim().eq_ignore_ascii_case("application/json") {
            return Err(RecordFault::Bad("send application/json".to_owned()));
        }
        serde_json::from_slice(&self.body).map_err(|_| RecordFault::Bad("not JSON".to_owned()))
    }

    /// Key and secret.
    fn credentials(&self) -> Option<(String, String)> {
        let encoded = self.header("authorization")?.strip_prefix("Basic ")?;
        let bytes = STANDARD.decode(encoded.trim()).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (key, secret) = text.split_once(':')?;
        Some((key.to_owned(), secret.to_owned()))
    }
}

async fn handle(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    Path(resource): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let is_head = method == Method::HEAD;
    let answered = async {
        if resource == "about" {
            return match method {
                Method::GET | Method::HEAD => Ok(json_answer(&json!({ "version": [VERSION] }))),
                _ => Ok(StatusCode::METHOD_NOT_ALLOWED.into_response()),
            };
        }
        let asked = Asked::of(method, &uri, headers, body)?;
        match asked.header(VERSION_HEADER) {
            Some(version) if version == "1.0" || version.starts_with("1.0.") => {}
            Some(version) => {
                return Err(RecordFault::Bad(format!("version {version} is not spoken")));
            }
            None => {
                return Err(RecordFault::Bad(
                    "X-Experience-API-Version is missing".to_owned(),
                ));
            }
        }
        let Some((key, secret)) = asked.credentials() else {
            return Ok(unauthorized());
        };
        let now = now();
        let found = records::authenticate_recorder(&state.services, &key, &secret, now).await?;
        let Some((actor, name)) = found else {
            return Ok(unauthorized());
        };
        let ctx = Ctx { actor, now, ..ctx };
        answer(&state, &ctx, &name, &resource, &asked).await
    }
    .await;
    let mut response = answered.unwrap_or_else(|fault| refusal(&fault));
    response
        .headers_mut()
        .insert(VERSION_HEADER, HeaderValue::from_static(VERSION));
    if is_head {
        let (parts, _) = response.into_parts();
        response = Response::from_parts(parts, axum::body::Body::empty());
    }
    response
}

fn unauthorized() -> Response {
    (
        StatusCode::UNAUTHORIZED,
        [(header::WWW_AUTHENTICATE, "Basic realm=\"xAPI\"")],
        "a key and its secret are needed",
    )
        .into_response()
}

fn refusal(fault: &RecordFault) -> Response {
    let (status, text) = match fault {
        RecordFault::Bad(text) => (StatusCode::BAD_REQUEST, text.clone()),
        RecordFault::NotFound => (StatusCode::NOT_FOUND, "not found".to_owned()),
        RecordFault::Conflict(text) => (StatusCode::CONFLICT, text.clone()),
        RecordFault::Precondition => (
            StatusCode::PRECONDITION_FAILED,
            "it is not the one you know".to_owned(),
        ),
        RecordFault::Refused(error) => (
            StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            error.to_string(),
        ),
    };
    (status, text).into_response()
}

fn json_answer(value: &Value) -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        value.to_string(),
    )
        .into_response()
}

async fn answer(
    state: &AppState,
    ctx: &Ctx,
    name: &str,
    resource: &str,
    asked: &Asked,
) -> Recorded<Response> {
    match resource {
        "statements" => statements(state, ctx, name, asked).await,
        "activities/state" => documents(ctx, "state", asked).await,
        "activities/profile" => documents(ctx, "activity", asked).await,
        "agents/profile" => documents(ctx, "agent", asked).await,
        "activities" => match (&asked.method, asked.parameters.get("activityId")) {
            (&Method::GET | &Method::HEAD, Some(address)) => {
                Ok(json_answer(&records::activity(ctx, address).await?))
            }
            (&Method::GET | &Method::HEAD, None) => {
                Err(RecordFault::Bad("activityId is missing".to_owned()))
            }
            _ => Ok(StatusCode::METHOD_NOT_ALLOWED.into_response()),
        },
        "agents" => match (&asked.method, asked.parameters.get("agent")) {
            (&Method::GET | &Method::HEAD, Some(agent)) => {
                Ok(json_answer(&records::agent_profile(ctx, agent)?))
            }
            (&Method::GET | &Method::HEAD, None) => {
                Err(RecordFault::Bad("agent is missing".to_owned()))
            }
            _ => Ok(StatusCode::METHOD_NOT_ALLOWED.into_response()),
        },
        _ => Err(RecordFault::NotFound),
    }
}

async fn statements(state: &AppState, ctx: &Ctx, name: &str, asked: &Asked) -> Recorded<Response> {
    match asked.method {
        Method::PUT => {
            let parameters = &asked.parameters;
            let id = match parameters.get("statementId") {
                Some(id) if parameters.len() == 1 => id,
                _ => {
                    return Err(RecordFault::Bad(
                        "statementId, and nothing else, names a PUT".to_owned(),
                    ));
                }
            };
            records::keep_statements(ctx, name, asked.json()?, Some(id)).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Method::POST => {
            if let Some(name) = asked.parameters.keys().next() {
                return Err(RecordFault::Bad(format!("unknown parameter \"{name}\"")));
            }
            let ids = records::keep_statements(ctx, name, asked.json()?, None).await?;
            Ok(json_answer(&json!(ids)))
        }
        Method::GET | Method::HEAD => {
            // What happened here until now is told first.
            records::project_records(&Ctx {
                now: ctx.now,
                ..state.system()
            })
            .await?;
            let request = StatementRequest {
                parameters: asked.parameters.clone(),
                accept: asked
                    .header("accept-language")
                    .unwrap_or_default()
                    .to_owned(),
            };
            let body = match records::one_statement(ctx, &request).await? {
                Some(statement) => statement,
                None => {
                    let page = records::query_statements(ctx, &request).await?;
                    let more = page.more.map_or_else(String::new, |parameters| {
                        let mut query = form_urlencoded::Serializer::new(String::new());
                        query.extend_pairs(parameters);
                        format!("/xapi/statements?{}", query.finish())
                    });
                    json!({ "statements": page.statements, "more": more })
                }
            };
            let mut response = if request.wants_attachments()? {
                multipart(&body)
            } else {
                json_answer(&body)
            };
            if let Ok(value) = HeaderValue::from_str(&iso_ms(ctx.now * 1_000)) {
                response.headers_mut().insert(CONSISTENT, value);
            }
            Ok(response)
        }
        _ => Ok(StatusCode::METHOD_NOT_ALLOWED.into_response()),
    }
}

/// The statements as the first part of several; there are no others, since no content is kept.
fn multipart(body: &Value) -> Response {
    let boundary = "taawouniya-statements";
    let text = format!(
        "--{boundary}\r\nContent-Type: application/json\r\n\r\n{body}\r\n--{boundary}--\r\n"
    );
    let kind = format!("multipart/mixed; boundary={boundary}");
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

async fn documents(ctx: &Ctx, kind: &'static str, asked: &Asked) -> Recorded<Response> {
    let request = DocumentRequest::of(kind, &asked.parameters)?;
    let known = asked.known();
    let media_type = asked.media_type();
    match asked.method {
        Method::GET | Method::HEAD if request.names_one() => {
            let document = records::read_document(ctx, &request).await?;
            let headers = [
                (header::CONTENT_TYPE, document.media_type),
                (header::ETAG, format!("\"{}\"", document.etag)),
                (header::LAST_MODIFIED, http_date(document.updated_at)),
                // Never a page of ours, whatever it says that it is.
                (header::CONTENT_DISPOSITION, "attachment".to_owned()),
            ];
            Ok((headers, document.content).into_response())
        }
        Method::GET | Method::HEAD => Ok(json_answer(&json!(
            records::list_documents(ctx, &request).await?
        ))),
        Method::PUT => {
            records::put_document(ctx, &request, &known, media_type, asked.body.to_vec()).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Method::POST => {
            records::merge_document(ctx, &request, &known, media_type, asked.body.to_vec()).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Method::DELETE => {
            records::remove_documents(ctx, &request, &known).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        _ => Ok(StatusCode::METHOD_NOT_ALLOWED.into_response()),
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, of milliseconds.
fn http_date(ms: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let iso = iso_ms(ms);
    let day = usize::try_from(ms.div_euclid(86_400_000).rem_euclid(7)).unwrap_or(0);
    let month = iso[5..7].parse::<usize>().unwrap_or(1);
    format!(
        "{}, {} {} {} {} GMT",
        DAYS[day],
        &iso[8..10],
        MONTHS[month.clamp(1, 12) - 1],
        &iso[..4],
        &iso[11..19]
    )
}

#[cfg(test)]
mod tests {
    use super::http_date;

    #[test]
    fn a_moment_is_written_as_headers_have_it() {
        assert_eq!(http_date(784_111_777_000), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    }
}
