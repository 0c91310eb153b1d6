//! Credentials: issued when a course is completed, signed as Open Badges 3.0 (a W3C Verifiable
//! Credential with a Data Integrity proof, cryptosuite `eddsa-jcs-2022`), verified by anyone.

use super::{
    browse::mine,
    keys::{base58, holds, signing_key},
    learner,
};
use crate::{Ctx, accounts::new_token, internal};
use domain::{
    Error, Lang, PersonId, Result, Timestamp,
    academy::{CredentialStatus, CredentialView, MyCredential},
    policy::{Action, Course, Credential, Permit, PublicSite, authorize},
    text,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use store::{
    academy::{CredentialRow, OutlineRow},
    accounts::{AuditEntry, append_audit},
};

/// How long a credential is valid, in seconds: three years.
const VALIDITY: i64 = 3 * 365 * 86_400;

/// The issuer's address, which is also its id.
fn issuer_url(ctx: &Ctx) -> String {
    format!("{}/api/v1/issuer", ctx.services.public_url)
}

/// `2026-11-25T14:20:13Z`.
pub(super) fn iso(at: Timestamp) -> String {
    let (days, seconds) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    // Days to civil date: Howard Hinnant's algorithm.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// JSON as RFC 8785 writes it: keys in order, no spaces. Our documents hold no fractions.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_by_key(|key| key.encode_utf16().collect::<Vec<_>>());
            let pairs: Vec<String> = keys
                .into_iter()
                .map(|key| format!("{}:{}", Value::from(key.as_str()), canonical(&map[key])))
                .collect();
            format!("{{{}}}", pairs.join(","))
        }
        Value::Array(list) => {
            let items: Vec<String> = list.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

/// What is signed: the hash of the proof's own fields, then of the document without its proof.
fn message(document: &Value, proof: &Value) -> Vec<u8> {
    let mut message = Sha256::digest(canonical(proof)).to_vec();
    message.extend_from_slice(&Sha256::digest(canonical(document)));
    message
}

/// The unsigned credential.
fn document(ctx: &Ctx, row: &CredentialRow) -> Value {
    let site = &ctx.services.public_url;
    let id = format!("{site}/api/v1/credentials/{}", row.code);
    let title = row.title.pick(Lang::Fr).text;
    let outcomes: Vec<String> = row
        .outcomes
        .iter()
        .map(|outcome| outcome.pick(Lang::Fr).text)
        .collect();
    let mut value = json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
        ],
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "issuer": {
            "id": issuer_url(ctx),
            "type": ["Profile"],
            "name": "Taawouniya Academy",
            "url": site
        },
        "validFrom": iso(row.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject",
                "hashed": false,
                "identityHash": row.name,
                "identityType": "name"
            }],
            "achievement": {
                "id": format!("{site}/fr/academy/{}", row.course_slug),
                "type": ["Achievement"],
                "achievementType": "Course",
                "name": title,
                "description": outcomes.join(" · "),
                "criteria": { "narrative": "Toutes les leçons faites et les quiz réussis." },
                "image": {
                    "id": format!("{site}/illustrations/academy/{}.svg", row.illustration),
                    "type": "Image"
                }
            }
        },
        "credentialStatus": { "id": format!("{id}/status"), "type": "1EdTechRevocationList" }
    });
    if let (Some(expires_at), Some(map)) = (row.expires_at, value.as_object_mut()) {
        map.insert("validUntil".to_owned(), Value::from(iso(expires_at)));
    }
    value
}

/// The document with its proof, as text.
fn sign(ctx: &Ctx, row: &CredentialRow, pair: &ring::signature::Ed25519KeyPair) -> String {
    let mut signed = document(ctx, row);
    let mut proof = json!({
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": iso(ctx.now),
        "verificationMethod": format!("{}/keys/{}", issuer_url(ctx), row.kid),
        "proofPurpose": "assertionMethod"
    });
    // The suite signs its own fields under the document's context.
    proof["@context"] = signed["@context"].clone();
    let signature = pair.sign(&message(&signed, &proof));
    proof["proofValue"] = Value::from(format!("z{}", base58(signature.as_ref())));
    signed["proof"] = json!([proof]);
    signed.to_string()
}

/// Issues the credential of a completed course. At most one a learner and course: a constraint of
/// the database, so that issuing again changes nothing.
pub(super) async fn issue<R>(
    ctx: &Ctx,
    tx: &store::Tx,
    permit: &Permit<R>,
    person: PersonId,
    course: &OutlineRow,
) -> Result<()> {
    let me = store::accounts::load_me(tx, person)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let (kid, pair) = signing_key(ctx, tx).await?;
    let code: String = new_token().chars().take(20).collect();
    let mut row = CredentialRow {
        code,
        course: course.card.id,
        course_slug: course.card.slug.clone(),
        illustration: course.card.illustration.clone(),
        name: me.name,
        title: course.card.title.clone(),
        outcomes: course.outcomes.clone(),
        kid,
        document: String::new(),
        issued_at: ctx.now,
        expires_at: Some(ctx.now + VALIDITY),
        revoked_at: None,
        reason: None,
    };
    row.document = sign(ctx, &row, &pair);
    store::academy::insert_credential(tx, permit, person, &row)
        .await
        .map_err(internal(ctx))
}

/// Whether the document says what the row says and its signature holds under a published key.
async fn check(ctx: &Ctx, row: &CredentialRow) -> Result<bool> {
    let keys = store::academy::issuer_keys(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    let Ok(mut signed) = serde_json::from_str::<Value>(&row.document) else {
        return Ok(false);
    };
    let Some(mut proof) = signed
        .as_object_mut()
        .and_then(|map| map.remove("proof"))
        .and_then(|proofs| proofs.get(0).cloned())
    else {
        return Ok(false);
    };
    let signature = proof
        .as_object_mut()
        .and_then(|map| map.remove("proofValue"))
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default();
    let says_so = signed["credentialSubject"]["identifier"][0]["identityHash"] == row.name.as_str()
        && signed["validFrom"] == iso(row.issued_at).as_str();
    Ok(says_so
        && keys.iter().any(|key| {
            key.kid == row.kid && holds(&key.public_key, &message(&signed, &proof), &signature)
        }))
}

fn is_code(code: &str) -> bool {
    code.len() == 20 && code.bytes().all(|b| b.is_ascii_hexdigit())
}

pub(super) async fn find(ctx: &Ctx, code: &str) -> Result<CredentialRow> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    if !is_code(code) {
        return Err(Error::NotFound);
    }
    store::academy::credential_by_code(ctx.db().reader(), code)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

/// The verification page of a credential, for whoever has its address.
///
/// # Errors
/// `NotFound` for an unknown code.
pub async fn show_credential(ctx: &Ctx, code: &str) -> Result<CredentialView> {
    let row = find(ctx, code).await?;
    let url = format!(
        "{}/{}/academy/credentials/{code}",
        ctx.services.public_url,
        ctx.lang.code()
    );
    Ok(CredentialView {
        signature_holds: check(ctx, &row).await?,
        status: CredentialStatus::of(row.expires_at, row.revoked_at, ctx.now),
        qr: qr(&url),
        url,
        code: row.code,
        name: row.name,
        course: row.title,
        course_slug: row.course_slug,
        outcomes: row.outcomes,
        illustration: row.illustration,
        issued_at: row.issued_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        reason: row.reason,
    })
}

/// The rows of an address's QR code, `1` where it is dark.
fn qr(url: &str) -> Vec<String> {
    let Ok(code) = fast_qr::QRBuilder::new(url).build() else {
        return Vec::new();
    };
    (0..code.size)
        .map(|row| {
            (0..code.size)
                .map(|column| if code[row][column].value() { '1' } else { '0' })
                .collect()
        })
        .collect()
}

/// The signed credential as it was issued, Open Badges 3.0 in JSON.
///
/// # Errors
/// `NotFound` for an unknown code.
pub async fn signed_credential(ctx: &Ctx, code: &str) -> Result<(Value, CredentialStatus)> {
    let row = find(ctx, code).await?;
    let status = CredentialStatus::of(row.expires_at, row.revoked_at, ctx.now);
    serde_json::from_str(&row.document)
        .map(|document| (document, status))
        .map_err(|_| Error::NotFound)
}

/// The issuer's profile with every key that it ever signed with.
///
/// # Errors
/// Only `Internal`.
pub async fn issuer(ctx: &Ctx) -> Result<Value> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    let keys = store::academy::issuer_keys(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    let url = issuer_url(ctx);
    let methods: Vec<Value> = keys.iter().map(|key| multikey(&url, key)).collect();
    Ok(json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://w3id.org/security/multikey/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
        ],
        "id": url,
        "type": ["Profile"],
        "name": "Taawouniya Academy",
        "url": ctx.services.public_url,
        "assertionMethod": methods
    }))
}

fn multikey(url: &str, key: &store::academy::IssuerKeyRow) -> Value {
    let mut value = json!({
        "id": format!("{url}/keys/{}", key.kid),
        "type": "Multikey",
        "controller": url,
        "publicKeyMultibase": key.public_key
    });
    if let Some(retired_at) = key.retired_at {
        // What was signed before stays valid: the key is retired, not revoked.
        value["expires"] = Value::from(iso(retired_at));
    }
    value
}

/// One of the issuer's keys.
///
/// # Errors
/// `NotFound` for a name that it never had.
pub async fn issuer_key(ctx: &Ctx, kid: &str) -> Result<Value> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    let keys = store::academy::issuer_keys(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    let url = issuer_url(ctx);
    keys.iter()
        .find(|key| key.kid == kid)
        .map(|key| {
            let mut value = multikey(&url, key);
            value["@context"] = json!("https://w3id.org/security/multikey/v1");
            value
        })
        .ok_or(Error::NotFound)
}

/// The signed-in person's credentials, the newest first.
///
/// # Errors
/// `Unauthenticated` for a visitor.
pub async fn my_credentials(ctx: &Ctx) -> Result<Vec<MyCredential>> {
    let (person, _) = learner(ctx)?;
    let rows = store::academy::credentials_of(ctx.db().reader(), person)
        .await
        .map_err(internal(ctx))?;
    Ok(rows.iter().map(|row| mine(row, ctx.now)).collect())
}

/// Takes a credential back, with the reason that everyone reads. The first reason stays.
///
/// # Errors
/// `NotFound` for who is neither the course's trainer nor an administrator; `Invalid` on `reason`.
pub async fn revoke_credential(ctx: &Ctx, code: &str, reason: &str) -> Result<()> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    if !is_code(code) {
        return Err(Error::NotFound);
    }
    let trainer = store::academy::credential_owner(ctx.db().reader(), code)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let permit = authorize(
        &ctx.actor,
        Action::RevokeCredential,
        &Credential { trainer },
    )?;
    let reason = text::line(reason, 300).map_err(|problem| Error::field("reason", problem))?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::academy::revoke_credential(&tx, &permit, code, &reason, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let entry = AuditEntry {
        action: "revoke_credential",
        subject: format!("credential:{code}"),
        before: None,
        after: Some(json!({ "reason": reason })),
    };
    append_audit(&tx, &permit, &ctx.actor, &entry, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Issues the credential anew, signed by the current key and valid for three more years from now;
/// the code, and what was printed with it, stay.
///
/// # Errors
/// `NotFound` for who is not the course's trainer; `Conflict` for one that was taken back.
pub async fn renew_credential(ctx: &Ctx, code: &str) -> Result<()> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    let mut row = find(ctx, code).await?;
    let trainer = store::academy::credential_owner(ctx.db().reader(), code)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let permit = authorize(&ctx.actor, Action::Teach, &Course { trainer })?;
    if row.revoked_at.is_some() {
        return Err(Error::Conflict);
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (kid, pair) = signing_key(ctx, &tx).await?;
    row.kid = kid;
    row.expires_at = Some(ctx.now + VALIDITY);
    row.document = sign(ctx, &row, &pair);
    store::academy::renew_credential(&tx, &permit, &row)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_civil() {
        for (at, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_790_000_000, "2026-09-21T14:13:20Z"),
        ] {
            assert_eq!(iso(at), text);
        }
    }

    #[test]
    fn canonical_json_has_its_keys_in_order() {
        let value = json!({ "b": [1, { "z": null, "a": "é\"" }], "a": true });
        assert_eq!(
            canonical(&value),
            "{\"a\":true,\"b\":[1,{\"a\":\"é\\\"\",\"z\":null}]}"
        );
    }
}
