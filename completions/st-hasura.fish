complete --keep-order --exclusive --command st-hasura --arguments "(ST_HASURA_COMPLETE=fish st-hasura -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
