-- A key is kept encrypted, and encrypted anew when its secret changes: only how it is kept changes, never which key it is.
grant update (jwk) on signing_keys to muster_planner;
