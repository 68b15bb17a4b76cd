//! The rules, one file each.

pub(super) mod account_silo;
pub(super) mod altered_copy;
pub(super) mod endorsed;
pub(super) mod exposed_without_typing;
pub(super) mod given_away;
pub(super) mod helpline_turned_mobile;
pub(super) mod hidden_context;
pub(super) mod mine_shown;
pub(super) mod not_recorded;
pub(super) mod passed_on;
pub(super) mod sent_to_tool;
pub(super) mod volunteered;
