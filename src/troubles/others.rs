//! Programs whose errors sound like those of Hasura and SuperTokens, and what gives them away.

use super::text::Text;

/// What only the errors of a program have in them, and its name.
const MARKS: [(&str, &str); 26] = [
    ("PGRST…", "PostgREST, the API of Supabase"),
    ("AuthApiError", "Supabase"),
    ("FirebaseError", "Firebase"),
    ("ClerkAPIResponseError", "Clerk"),
    ("[next-auth]…", "NextAuth.js"),
    ("ZodError", "Zod"),
    ("Invalid `prisma.…", "Prisma"),
    ("PrismaClient…", "Prisma"),
    ("MongoServerError", "MongoDB"),
    ("MongoNetworkError", "MongoDB"),
    ("npm ERR! …", "npm"),
    ("npm error …", "npm"),
    ("Error from server (…", "Kubernetes"),
    ("Invalid API Key provided", "Stripe"),
    ("StripeAuthenticationError", "Stripe"),
    ("SendGrid", "SendGrid"),
    ("psycopg.…", "a Python program's own database driver"),
    ("psycopg2.…", "a Python program's own database driver"),
    ("sqlalchemy.…", "SQLAlchemy"),
    ("django.db.…", "Django"),
    ("laravel.ERROR…", "Laravel"),
    ("SQLSTATE[…", "a PHP program's own database driver"),
    ("PG::…", "a Ruby program's own database driver"),
    ("ActiveRecord::…", "Rails"),
    ("JwtValidationException", "Spring Security"),
    ("BadJwtException", "Spring Security"),
];

/// Programs that this catalogue is about; a text that names one of them is theirs as well.
const OURS: [&str; 3] = ["hasura", "supertokens", "graphql-engine"];

/// The other program that a text is of. Such a text may have a message of ours in it word for word:
/// `PostgREST` verifies tokens with the library that Hasura has.
pub(crate) fn speaker(text: &Text) -> Option<&'static str> {
    if OURS.iter().any(|name| text.as_str().contains(name)) {
        return None;
    }
    let mut marks = MARKS.iter();
    let (_, name) = marks.find(|(mark, _)| text.weight(mark).is_some())?;
    Some(name)
}
