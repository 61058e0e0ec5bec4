//! Names of cookies and headers, and `Set-Cookie` as the SDKs write it
//! (contracts: supertokens §2.1, §2.2).

use crate::clock::http_date;

/// Under which names the tokens travel. An application may choose its own since Node SDK 21.1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    pub access_cookie: &'static str,
    pub refresh_cookie: &'static str,
    pub access_header: &'static str,
    pub refresh_header: &'static str,
}

impl Names {
    pub(super) const USUAL: Self = Self {
        access_cookie: "sAccessToken",
        refresh_cookie: "sRefreshToken",
        access_header: "st-access-token",
        refresh_header: "st-refresh-token",
    };

    pub(super) const RENAMED: Self = Self {
        access_cookie: "acme_access",
        refresh_cookie: "acme_refresh",
        access_header: "acme-access-token",
        refresh_header: "acme-refresh-token",
    };
}

/// A cookie to set; an empty value clears it.
#[derive(Clone, Debug)]
pub(super) struct SetCookie {
    pub name: &'static str,
    pub value: String,
    pub path: String,
    pub expires_ms: u64,
    pub secure: bool,
}

impl SetCookie {
    /// As Node writes it: `encodeURIComponent` for the value, attributes in this order. Website
    /// and API of a sandbox share one site, hence `Lax`.
    pub(super) fn node(&self) -> String {
        let value: String = url::form_urlencoded::byte_serialize(self.value.as_bytes()).collect();
        format!(
            "{}={value}; Path={}; Expires={}; HttpOnly; {}SameSite=Lax",
            self.name,
            self.path,
            http_date(self.expires_ms),
            if self.secure { "Secure; " } else { "" },
        )
    }

    /// As the Python SDK writes it: other order, other case, a value with a slash (which it
    /// leaves alone) in quotes, an empty one too.
    pub(super) fn python(&self) -> String {
        let value: String = url::form_urlencoded::byte_serialize(self.value.as_bytes()).collect();
        let value = value.replace("%2F", "/");
        let value = if value.contains('/') || value.is_empty() {
            format!("\"{value}\"")
        } else {
            value
        };
        format!(
            "{}={value}; expires={}; HttpOnly; Path={}; SameSite=lax{}",
            self.name,
            http_date(self.expires_ms),
            self.path,
            if self.secure { "; Secure" } else { "" },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookie(value: &str) -> SetCookie {
        SetCookie {
            name: "sRefreshToken",
            value: value.into(),
            path: "/api/session/refresh".into(),
            expires_ms: 0,
            secure: false,
        }
    }

    #[test]
    fn node_and_python_write_the_same_cookie_differently() {
        assert_eq!(
            cookie("a/b+c=").node(),
            "sRefreshToken=a%2Fb%2Bc%3D; Path=/api/session/refresh; \
             Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
        );
        assert_eq!(
            cookie("a/b+c=").python(),
            "sRefreshToken=\"a/b%2Bc%3D\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; \
             Path=/api/session/refresh; SameSite=lax"
        );
        assert!(cookie("").node().starts_with("sRefreshToken=; "));
        assert!(cookie("").python().starts_with("sRefreshToken=\"\"; "));
    }

    #[test]
    fn secure_stands_before_same_site() {
        let cookie = SetCookie {
            secure: true,
            ..cookie("x")
        };
        assert!(cookie.node().ends_with("HttpOnly; Secure; SameSite=Lax"));
    }
}
