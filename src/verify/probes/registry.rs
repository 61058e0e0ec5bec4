//! All probes, in the order in which they run.

use super::probe::Probe;
use super::{
    p01_anonymous, p02_anonymous_spoof, p03_role_header, p04_user_id_header, p05_own_rows,
    p06_by_pk, p07_aggregates, p08_planned_aggregates, p09_relationships, p10_conditions,
    p11_order_by, p12_error_texts, p13_secret_columns, p14_mutations, p15_subscriptions,
    p16_tokens, p17_admin_apis, p19_plan, p20_internals, p21_exposure, p22_inconsistent,
    p23_every_role, p24_positive_control, p25_lifetime, p26_under_load,
};

pub(crate) static ALL: [Probe; 25] = [
    p24_positive_control::PROBE,
    p01_anonymous::PROBE,
    p02_anonymous_spoof::PROBE,
    p03_role_header::PROBE,
    p04_user_id_header::PROBE,
    p05_own_rows::PROBE,
    p06_by_pk::PROBE,
    p07_aggregates::PROBE,
    p08_planned_aggregates::PROBE,
    p09_relationships::PROBE,
    p10_conditions::PROBE,
    p11_order_by::PROBE,
    p12_error_texts::PROBE,
    p13_secret_columns::PROBE,
    p14_mutations::PROBE,
    p15_subscriptions::PROBE,
    p23_every_role::PROBE,
    p16_tokens::PROBE,
    p17_admin_apis::PROBE,
    p19_plan::PROBE,
    p20_internals::PROBE,
    p21_exposure::PROBE,
    p22_inconsistent::PROBE,
    p25_lifetime::PROBE,
    p26_under_load::PROBE,
];
