//! What cannot be seen from here: the command says so, or what it does not know.

use super::stage::{nothing, signed_in, stack};
use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        &["supertokens §6 no. 27"],
        "a signed-out user's token works on until it runs out",
        || signed_in(&[]),
        &["signout"],
        0,
        &[
            "Hasura accepts the JWT for another",
            "all the same: a JWT cannot be revoked",
        ],
    ),
    row(
        &["hasura §9 no. 23"],
        "the list is empty, and no error says why",
        || signed_in(&[]),
        &[
            "query",
            "{notes(where: {body: {_eq: \"nobody wrote this\"}}){id}}",
        ],
        0,
        &[
            "no rows, and that is no error: whether there are none, or a filter hides them, cannot be seen with this token",
        ],
    ),
    row(
        &["supertokens/supertokens-core#280"],
        "a browser keeps cookies of another site back",
        || stack(&[]),
        &[
            "doctor",
            "--only",
            "cookies",
            "--origin",
            "https://shop.test",
        ],
        0,
        &["whether a browser sends these cookies along from there cannot be seen from here"],
    ),
    row(
        &["supertokens/supertokens-core#1044"],
        "whether pages may ask the auth API is not known without an origin",
        || stack(&[]),
        &["doctor"],
        0,
        &["- cors --origin https://your.page has it tried"],
    ),
    row(
        &["supertokens/supertokens-node#617"],
        "what the engine holds of its JWT secret is shown to administrators alone",
        || stack(&[]).with("HASURA_GRAPHQL_ADMIN_SECRET", ""),
        &["doctor"],
        0,
        &["only the administrator is shown it"],
    ),
    row(
        &[],
        "whether Hasura reaches the key set from where it runs",
        || nothing().with("ST_HASURA_API_URL", "http://localhost:3001"),
        &["doctor", "--offline"],
        0,
        &["is this machine itself: Hasura in a container or in the cloud looks for it in its own"],
    ),
    row(
        &["supertokens/supertokens-core#448"],
        "whether each user sees only their own rows",
        || stack(&[]),
        &["doctor"],
        0,
        &["whether each user sees only their own rows is for st-hasura verify-hasura to prove"],
    ),
];
