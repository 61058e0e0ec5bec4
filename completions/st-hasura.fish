# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_st_hasura_global_optspecs
    string join \n config= profile= session= cookie-jar= api-url= api-base-path= tenant= transport= hasura-endpoint= jwt-secret= o/output= q/quiet v/verbose color= no-input timeout= connect-timeout= retries= cacert= cert= key= insecure proxy= resolve= curl h/help V/version
end

function __fish_st_hasura_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_st_hasura_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_st_hasura_using_subcommand
    set -l cmd (__fish_st_hasura_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c st-hasura -n "__fish_st_hasura_needs_command" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_needs_command" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_needs_command" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "init" -d 'Find out what is there, try it, and write st-hasura.toml'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "signup" -d 'Sign up a user with the auth API and keep the session'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "sign-up" -d 'Sign up a user with the auth API and keep the session'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "signin" -d 'Sign in a user with the auth API and keep the session'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "sign-in" -d 'Sign in a user with the auth API and keep the session'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "signout" -d 'Revoke the session at the auth API and forget it here'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "sign-out" -d 'Revoke the session at the auth API and forget it here'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "refresh" -d 'Rotate the session\'s tokens now'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "session" -d 'List, show, choose, remove, import and export sessions'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "status" -d 'Show profile, URLs, session, token age and file modes'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "token" -d 'Print a fresh Hasura-ready JWT and nothing else'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "decode" -d 'Decode any JWT and say whether its signature holds'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "jwks" -d 'List the key set and what Hasura makes of it'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "jwt-secret" -d 'Print the value for HASURA_GRAPHQL_JWT_SECRET, or lint one'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "expose" -d 'Find or start a public tunnel to the auth API, and carry its URL to where it belongs'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "query" -d 'Run GraphQL against Hasura as the user, another role, anonymous or admin'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "verify-hasura" -d 'Prove row-level permissions with two users; the verdict is the exit code'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "setup-hasura" -d 'Set up Hasura\'s source, tables, relationships and permissions as planned'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "users" -d 'List and remove the core\'s users, to clean up after tests'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "scaffold" -d 'Make an auth API, a compose file or a CI job'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "doctor" -d 'Walk the chain and name the first link that does not hold, with its cure'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "smoke" -d 'Run the whole chain with throw-away users, for CI'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "demo" -d 'Run the whole chain against the sandbox, narrated'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "sandbox" -d 'Run the embedded offline stack, alone or around a command'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "config" -d 'Show the configuration in force and where each value comes from'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "explain" -d 'Explain a code of this program, or what Hasura or SuperTokens said'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "man" -d 'Print the manual page of a command'
complete -c st-hasura -n "__fish_st_hasura_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l jwks-url -d 'Key set, where it is not the auth API\'s own' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l jwt-path -d 'Route of the auth API that hands out the JWT [default: /getJWT]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l jwt-pointer -d 'JSON pointer to the JWT in that route\'s answer [default: /token]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l hasura-admin-secret-file -d 'File with Hasura\'s admin secret; its name is written, not what it holds' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l core-uri -d 'SuperTokens core' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l core-api-key-file -d 'File with the core\'s API key; its name is written, not what it holds' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l ports -d 'Ports of this machine to look at, comma-separated; none to look at none [default: 8080, 3001, 3333, 3567, 8000, 4000, 3000, 5000]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l offline -d 'Ask no server: write what was said, untried'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l force -d 'Change a file that is there; whatever init does not ask for stays in it'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l dry-run -d 'Show what would change, and write nothing'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand init" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -s e -l email -d 'E-mail address [env: ST_HASURA_EMAIL]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l password-file -d 'Read the password from a file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l field -d 'A further form field; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l if-exists -d 'What to do when the address is taken' -r -f -a "fail\t'Fail with exit 4'
signin\t'Sign in instead'
ok\t'Succeed without a session'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l password-stdin -d 'Read the password from standard input'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signup" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -s e -l email -d 'E-mail address [env: ST_HASURA_EMAIL]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l password-file -d 'Read the password from a file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l field -d 'A further form field; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l if-exists -d 'What to do when the address is taken' -r -f -a "fail\t'Fail with exit 4'
signin\t'Sign in instead'
ok\t'Succeed without a session'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l password-stdin -d 'Read the password from standard input'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-up" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -s e -l email -d 'E-mail address [env: ST_HASURA_EMAIL]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l password-file -d 'Read the password from a file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l password-stdin -d 'Read the password from standard input'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signin" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -s e -l email -d 'E-mail address [env: ST_HASURA_EMAIL]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l password-file -d 'Read the password from a file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l password-stdin -d 'Read the password from standard input'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-in" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand signout" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sign-out" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand refresh" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -f -a "list" -d 'List the sessions of the profile'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -f -a "show" -d 'Show one session: user, cookies, lifetimes; secrets blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -f -a "use" -d 'Make a session the profile\'s default'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -f -a "rm" -d 'Forget a session here, without telling the auth API'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -f -a "import" -d 'Read a session that curl or a browser holds: a jar, cookies as JSON, headers, a request copied as cURL, for PowerShell or as fetch, a HAR file, a JWT'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -f -a "export" -d 'Write the session as a Netscape cookie jar for curl -b, or as JSON'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and not __fish_seen_subcommand_from list show use rm import export help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from use" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from rm" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l token -d 'The file holds an access token alone, which nothing can refresh'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -s f -l force -d 'Replace a session of that name'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l format -d 'Format of the file' -r -f -a "netscape\t'The jar of curl, wget and browsers of old'
json\t'Everything, SameSite and header-mode tokens included'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -s f -l force -d 'Overwrite an existing file'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the sessions of the profile'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one session: user, cookies, lifetimes; secrets blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "use" -d 'Make a session the profile\'s default'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "rm" -d 'Forget a session here, without telling the auth API'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "import" -d 'Read a session that curl or a browser holds: a jar, cookies as JSON, headers, a request copied as cURL, for PowerShell or as fetch, a HAR file, a JWT'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the session as a Netscape cookie jar for curl -b, or as JSON'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand status" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l min-ttl -d 'Refresh when less than this many seconds are left' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l jwt-path -d 'Route of the auth API that hands out the JWT [default: /getJWT]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l jwt-pointer -d 'JSON pointer to the JWT in that route\'s answer [default: /token]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l decode -d 'Decode the token instead of printing it'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l verify -d 'Verify the token against the JWKS first; exit 6 when it does not hold'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand token" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l jwks-url -d 'Verify against the key set at this URL [default: the profile\'s]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l jwks-file -d 'Verify against the key set in this file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l pem -d 'Verify against the public key or certificate in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l issuer -d 'Require this issuer, byte for byte, as Hasura does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l audience -d 'Require one of these audiences; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l skew -d 'Allowed clock skew in seconds (Hasura\'s allowed_skew)' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l claims-namespace -d 'Claims namespace [default: as the engine, --jwt-secret or Hasura\'s default has it]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l no-verify -d 'Do not verify the signature; the output says so'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand decode" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l jwks-url -d 'The key set at this URL [default: the profile\'s]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l jwks-file -d 'The key set in this file; - for standard input' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwks" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l to -d 'How to write it' -r -f -a "json\t'The bare value, on one line'
env\t'NAME=value, for `env` and docker --env-file'
export\t'export NAME=\'value\', for sh'
dotenv\t'NAME=\'value\', for .env files'
compose\t'The service\'s environment, to merge into a compose file'
k8s\t'A Kubernetes Secret'
terraform\t'A variable\'s value for a file *.auto.tfvars.json'
ddn\t'An AuthConfig of version 4, for Hasura DDN'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l issuer -d 'Add `issuer`: a value, or `auto` for what the auth API announces' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l audience -d 'Add `audience`; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l skew -d 'Add `allowed_skew`, in seconds' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l header-from -d 'Where Hasura finds the token: authorization, cookie[:NAME] or header:NAME' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l inline-key -d 'Write the public key itself, for engines that cannot reach the JWKS; KID chooses one' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l jwks-url -d 'JWKS URL as Hasura must reach it [default: the profile\'s]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l claims-namespace -d 'Claims namespace, when it is not Hasura\'s default' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -f -a "lint" -d 'Say what is wrong with a value, offline; exit 9 when Hasura would refuse or misread it'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -f -a "apply" -d 'Write one where Hasura reads it: into a compose or .env file, or at Hasura Cloud'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and not __fish_seen_subcommand_from lint apply help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l from -d 'What the file is' -r -f -a "auto\t'By the file\'s name and look'
value\t'The bare value'
env\t'NAME=value lines: .env files, shells, docker'
docker\t'NAME=value lines for docker --env-file alone, which takes quotes for a part of the value'
yaml\t'YAML or JSON: compose files, Kubernetes manifests, Helm values'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l report -d 'Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output; github writes the job summary' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l engine -d 'Look at what the running engine shows of its own'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l live -d 'Fetch the key set of each jwk_url, too'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from lint" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l compose -d 'Compose file or .env file to change in place; what was there stays in FILE.bak' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l service -d 'Service of the compose file [default: the one that runs graphql-engine]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l project -d 'The project\'s id, as the dashboard\'s address shows it' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l token-file -d 'File with the personal access token [default: HASURA_CLOUD_TOKEN, or a question]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l wait -d 'Seconds to wait for the engine to take tokens again' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l cloud-url -d 'GraphQL endpoint of Hasura Cloud' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l issuer -d 'Add `issuer`: a value, or `auto` for what the auth API announces' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l audience -d 'Add `audience`; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l skew -d 'Add `allowed_skew`, in seconds' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l header-from -d 'Where Hasura finds the token: authorization, cookie[:NAME] or header:NAME' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l inline-key -d 'Write the public key itself, for engines that cannot reach the JWKS; KID chooses one' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l jwks-url -d 'JWKS URL as Hasura must reach it [default: the profile\'s]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l claims-namespace -d 'Claims namespace, when it is not Hasura\'s default' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l hasura-cloud -d 'Set it for a project at Hasura Cloud, whose engine starts again with it'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l token-stdin -d 'Read the personal access token from standard input'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l dry-run -d 'Show what would change, and change nothing'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l print-only -d 'Print the requests to Hasura Cloud instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from apply" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from help" -f -a "lint" -d 'Say what is wrong with a value, offline; exit 9 when Hasura would refuse or misread it'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from help" -f -a "apply" -d 'Write one where Hasura reads it: into a compose or .env file, or at Hasura Cloud'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand jwt-secret; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l url -d 'A public URL that leads to the auth API already, of whatever tunnel or deployment' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l tunnel -d 'Which program to start when no tunnel is running' -r -f -a "auto\t'ngrok, else cloudflared, whichever is installed'
ngrok\t'ngrok, which wants an account'
cloudflared\t'cloudflared, as a quick tunnel without an account'
none\t'None: only look for one that is running'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l agent -d 'Agent API of ngrok; repeatable [default: http://127.0.0.1:4040, …:4041, …:4042]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l env-file -d 'The auth API\'s .env file [default: .env, where there is one]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l env-key -d 'Variable of that file that holds the auth API\'s origin' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l to -d 'How to print the JWT secret' -r -f -a "json\t'The bare value, on one line'
env\t'NAME=value, for `env` and docker --env-file'
export\t'export NAME=\'value\', for sh'
dotenv\t'NAME=\'value\', for .env files'
compose\t'The service\'s environment, to merge into a compose file'
k8s\t'A Kubernetes Secret'
terraform\t'A variable\'s value for a file *.auto.tfvars.json'
ddn\t'An AuthConfig of version 4, for Hasura DDN'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l write -d 'Carry the URL into st-hasura.toml and the auth API\'s .env file'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l dry-run -d 'With --write: show what would change, and write nothing'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l check -d 'Say whether the URL in st-hasura.toml still leads to the auth API; exit 9 when it does not'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand expose" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -s F -l file -d 'Read the GraphQL text from a file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l var -d 'A variable, k=v; v is JSON when it parses, else a string; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l variables -d 'Variables as a JSON object' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l variables-file -d 'Variables from a JSON file; - for standard input' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l operation-name -d 'Which operation of the document to run' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l as -d 'Whose credentials to send' -r -f -a "user\t'The session\'s JWT'
anonymous\t'No credentials'
admin\t'The admin secret'
token\t'The JWT in `ST_HASURA_TOKEN`'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l role -d 'Ask for this role (x-hasura-role)' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -s H -l header -d 'Send this header too, such as "x-hasura-user-id: 7"; no credentials here; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l over -d 'How to send it [default: http, and a `WebSocket` for a subscription]' -r -f -a "http\t'POST'
graphql-transport-ws\t'A `WebSocket` with the protocol of the library graphql-ws'
graphql-ws\t'A `WebSocket` with the older protocol, of subscriptions-transport-ws'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l count -d 'Print this many results of a subscription, one line of JSON each' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l introspect -d 'Print the role\'s schema instead of running a query' -r -f -a "sdl\t'Schema definition language'
json\t'The introspection result'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l follow -d 'Print the results of a subscription, one line of JSON each, until Ctrl-C'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand query" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l other -d 'Session of the second user [default: a throw-away user is signed up]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l probe -d 'Run only these probes, such as P05; repeatable or comma-separated' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l query -d 'Check this query of your own in the same way' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l policy -d 'What the roles should see, whose rows are whose, and what is accepted [default: [verify] of st-hasura.toml]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l write-policy -d 'Draft a policy from what is there, into FILE [default: [verify] of st-hasura.toml]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l baseline -d 'Say what changed since an earlier report, made with --output json' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l fail-on -d 'What fails the run: failed probes, warnings too, or with --offline leaks alone' -r -f -a "warn\t'Warnings too'
error\t'Failed probes; a run that proved nothing ends with 3'
leak\t'Leaks alone, with --offline: that nothing was proved ends with 0'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l sample -d 'How many rows of a table to read at most' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l users -d 'Also have N users ask at once, throw-away ones beside the two, and look for rows that cross' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l offline -l metadata -d 'Ask no server: read the metadata of a hasura-cli project, a metadata directory or an export, and look through every role; proves leaks, never that there is none' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l report -d 'Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output; github writes the job summary' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l no-admin -d 'Never use the admin secret, even when one is configured'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l force -d 'Let --write-policy replace a policy; what it accepts is kept'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l active -d 'Also try to write: on rows that two throw-away users make and own, removed afterwards'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l watch -d 'With --offline: look again whenever the files change, until it is interrupted'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l json-schema -d 'Print the JSON Schema of the JSON reports and stop'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand verify-hasura" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -f -a "plan" -d 'Show what would be made, changed and left, and why'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -f -a "apply" -d 'Make it so, all or nothing, and prove it'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -f -a "export" -d 'Write the metadata as the directory that hasura-cli reads'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and not __fish_seen_subcommand_from plan apply export help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l role -d 'Role that is given permissions [default: user]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l source -d 'Source in Hasura [default: the only one, or default]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l database-url-env -d 'Connect the source by this variable of Hasura\'s environment, if it is not yet' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l database-url -d 'Never: a connection string on the command line can be read by everybody on the machine' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l schema -d 'Schema to look through; repeatable, also with commas [default: public]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l table -d 'Only tables like this (notes, app.*, \'!audit_*\'), also tracked ones that are closed; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l owner-column -d 'Column with the owner\'s id, or the way to it through relationships; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l shared -d 'Table whose rows everybody with the role may see; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l app-id -d 'SuperTokens\' app, or a session variable that holds it [default: public]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l tenant-id -d 'Only rows of this SuperTokens tenant, or of the one in a session variable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l metadata -d 'Plan for the metadata of this hasura-cli project, metadata directory or export, in place of the server\'s; only the database is asked' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l aggregates -d 'Allow counts and extremes too'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l account-linking -d 'Accounts are linked: the claim holds the primary user\'s id'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l external-user-ids -d 'Users have ids of your own, mapped in SuperTokens: the claim holds those'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l enforce -d 'Make permissions exactly as planned, also where that takes something away'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l detailed-exitcode -d 'Exit 9 when there is something to do, or something stands wider than planned'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from plan" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l role -d 'Role that is given permissions [default: user]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l source -d 'Source in Hasura [default: the only one, or default]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l database-url-env -d 'Connect the source by this variable of Hasura\'s environment, if it is not yet' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l database-url -d 'Never: a connection string on the command line can be read by everybody on the machine' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l schema -d 'Schema to look through; repeatable, also with commas [default: public]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l table -d 'Only tables like this (notes, app.*, \'!audit_*\'), also tracked ones that are closed; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l owner-column -d 'Column with the owner\'s id, or the way to it through relationships; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l shared -d 'Table whose rows everybody with the role may see; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l app-id -d 'SuperTokens\' app, or a session variable that holds it [default: public]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l tenant-id -d 'Only rows of this SuperTokens tenant, or of the one in a session variable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l aggregates -d 'Allow counts and extremes too'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l account-linking -d 'Accounts are linked: the claim holds the primary user\'s id'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l external-user-ids -d 'Users have ids of your own, mapped in SuperTokens: the claim holds those'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l enforce -d 'Make permissions exactly as planned, also where that takes something away'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Do not ask'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from apply" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l database-url-env -d 'Name this variable of Hasura\'s environment in place of a connection string in the metadata' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l force -d 'Overwrite files with other contents'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l dry-run -d 'Show the difference and write nothing'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from help" -f -a "plan" -d 'Show what would be made, changed and left, and why'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from help" -f -a "apply" -d 'Make it so, all or nothing, and prove it'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the metadata as the directory that hasura-cli reads'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand setup-hasura; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -f -a "list" -d 'List users, oldest first'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -f -a "rm" -d 'Remove users and their sessions, by id or exact address'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and not __fish_seen_subcommand_from list rm help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -s e -l email -d 'Only addresses that begin with this, or whose domain does; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l limit -d 'List no more than this many' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l throw-away -d 'Only throw-away users, as smoke and verify-hasura sign them up'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l throw-away -d 'Only throw-away users: all of them, or those that are named'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Do not ask'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from rm" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "list" -d 'List users, oldest first'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "rm" -d 'Remove users and their sessions, by id or exact address'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -f -a "auth-api" -d 'A small auth API: sessions with Hasura\'s claims, /getJWT, Dockerfile, lock file, tests'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -f -a "compose" -d 'Core, PostgreSQL, Hasura and the auth API for Docker Compose, with secrets of their own'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -f -a "ci" -d 'A job that starts the compose file and runs the smoke test, with reports'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and not __fish_seen_subcommand_from auth-api compose ci help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l lang -d 'Language: SDK and framework' -r -f -a "node\t'supertokens-node on Express'
python\t'supertokens-python on FastAPI'
go\t'supertokens-golang on net/http'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l name -d 'APP_NAME in .env.example' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l port -d 'PORT in .env.example [default: the port of a local --api-url, or 3001]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l website -d 'WEBSITE_DOMAIN in .env.example: the front end\'s origin' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l core -d 'CORE_URI in .env.example [default: the configured core, or http://localhost:3567]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l tutorial -d 'The configuration of the 2022 tutorial, with the JWT inside the session; node only'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l dry-run -d 'Show the difference and write nothing'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l force -d 'Overwrite files with other contents, and write among files of others'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from auth-api" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l port -d 'Port of the auth API on this machine [default: that of a local --api-url, or 3001]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l hasura-port -d 'Port of Hasura on this machine [default: that of a local --hasura-endpoint, or 8080]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l website -d 'The front end\'s origin' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l dry-run -d 'Show the difference and write nothing'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l force -d 'Overwrite files with other contents, and write among files of others'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from compose" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l install -d 'Command that installs st-hasura there [default: cargo install, this version]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l port -d 'Port of the auth API, as in the compose file' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l hasura-port -d 'Port of Hasura, as in the compose file' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l github -d 'A workflow of GitHub Actions'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l gitlab -d 'A job of GitLab CI/CD'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l dry-run -d 'Show the difference and write nothing'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l force -d 'Overwrite files with other contents, and write among files of others'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from ci" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from help" -f -a "auth-api" -d 'A small auth API: sessions with Hasura\'s claims, /getJWT, Dockerfile, lock file, tests'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from help" -f -a "compose" -d 'Core, PostgreSQL, Hasura and the auth API for Docker Compose, with secrets of their own'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from help" -f -a "ci" -d 'A job that starts the compose file and runs the smoke test, with reports'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand scaffold; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l only -d 'Make only these checks, and those that they need; repeatable or comma-separated' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l skip -d 'Leave these checks out; repeatable or comma-separated' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l origin -d 'Also try whether pages of this origin may talk to the auth API (CORS)' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l field -d 'A further field of the sign-up form, NAME=VALUE; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l report -d 'Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output; github writes the job summary' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l offline -d 'Ask no server'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l fix -d 'Write into st-hasura.toml what would mend the first broken link, after showing the difference and asking; what comes from elsewhere is only said'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -s y -l yes -d 'Do not ask before writing'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l email-domain -d 'Domain of the throw-away addresses' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l field -d 'A further form field for sign-up; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l query -d 'The query of the fourth step [default: one that introspection offers]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l report -d 'Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output; github writes the job summary' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l quick -d 'One user and the tutorial\'s four steps only: sign up, sign in, JWT, query'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l keep-users -d 'Leave the throw-away users'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand smoke" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l generation -d 'Which SuperTokens generation to show' -r -f -a "modern\t'Today\'s: the access token is the JWT'
legacy\t'The 2022 one: the JWT sits inside the session'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l fault -d 'Switch on a misbehaviour, to see it caught; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l report -d 'Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output; github writes the job summary' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand demo" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l generation -d 'Which SuperTokens generation the auth API speaks' -r -f -a "modern\t'Today\'s: the access token is the JWT'
legacy\t'The 2022 one: the JWT sits inside the session'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l auth-transport -d 'How the auth API hands out tokens' -r -f -a "any\t'As the client asks'
cookie\t'Always cookies'
header\t'Always headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l anti-csrf -d 'Anti-CSRF mode of the auth API' -r -f -a "none\t'No check'
via-token\t'The anti-csrf header must carry the session\'s token'
via-custom-header\t'Any rid header must be there'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l metadata -d 'Hasura metadata: a hasura-cli project, its metadata directory, or an export [default: a notes application]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l data -d 'Users, tables and rows, or "none" for neither [default: a notes application]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l database-url -d 'PostgreSQL to read tables and rows from, once and without changing anything; of --data only the users remain. A password comes from PGPASSWORD' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l database-url-env -d 'The same from this environment variable, password and all' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l postgres-version -d 'Major version of PostgreSQL to be like, where none is read: before 18 nothing streams by a uuid [default: 15]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l fault -d 'Switch on a misbehaviour; repeatable' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l claims-at -d 'Where the auth API puts its Hasura claims: a claim, a path such as $.app.hasura, or spread for a claims_map (roles under st-role.v) [default: https://hasura.io/jwt/claims]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l hasura-jwt-secret -d 'JWT secret of the Hasura double; without a key in it, the auth API\'s JWKS are used [default: the auth API\'s JWKS]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l unauthorized-role -d 'Unauthorized role of the Hasura double' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l base-path -d 'Base path of the auth API' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l api-domain -d 'What the auth API believes its own origin to be [default: where it listens]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l access-token-ttl -d 'Seconds that an access token lives' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l core-port -d 'Port of the core; 0 picks a free one' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l api-port -d 'Port of the auth API; 0 picks a free one' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l hasura-port -d 'Port of Hasura; 0 picks a free one' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l list-faults -d 'List the misbehaviours and stop'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l claims-as-text -d 'Put them there as the text of a JSON object'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l static-key -d 'Sign access tokens with the key that never rotates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand sandbox" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -f -a "show" -d 'Print every value in force'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -f -a "paths" -d 'Print the paths that are read and written'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and not __fish_seen_subcommand_from show paths help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l origin -d 'Say where each value comes from'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from paths" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print every value in force'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "paths" -d 'Print the paths that are read and written'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l list -d 'List everything that can be explained'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand explain" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand completions" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l dir -d 'Write all pages into this directory' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l config -d 'Read this configuration file instead of looking for st-hasura.toml' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l profile -d 'Use this profile of the configuration' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l session -d 'Use this named session' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l cookie-jar -d 'Keep the session in this Netscape cookie jar, as curl -b/-c do' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l api-url -d 'Origin of the auth API, such as http://localhost:3333' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l api-base-path -d 'Base path of the auth API [default: /auth]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l tenant -d 'SuperTokens tenant' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l transport -d 'How session tokens travel' -r -f -a "cookie\t'In cookies'
header\t'In headers'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l hasura-endpoint -d 'Base URL of Hasura, such as http://localhost:8080' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l jwt-secret -d 'Hasura\'s JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -s o -l output -d 'How to print the result' -r -f -a "text\t'For people'
json\t'One JSON object'
junit\t'JUnit XML, for reports'
tap\t'TAP version 14'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations for the log of GitHub Actions, and the job summary'
html\t'One self-contained page'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l color -d 'When to colour' -r -f -a "auto\t'When the stream is a terminal'
always\t'Always'
never\t'Never'"
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l timeout -d 'Seconds that one request may take [default: 30]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l connect-timeout -d 'Seconds that connecting may take [default: 10]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l retries -d 'How often an idempotent request is tried again [default: 2]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l cacert -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l cert -d 'Client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l key -d 'Private key of the client certificate, PEM' -r -F
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l proxy -d 'Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l resolve -d 'Connect to ADDRESS for HOST:PORT, as curl --resolve does' -r
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -s q -l quiet -d 'Say nothing but the result and errors'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -s v -l verbose -d 'Trace requests; twice: headers; three times: bodies. Secrets are blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l no-input -d 'Never prompt: a missing value is an error'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l insecure -d 'Do not verify TLS certificates'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -l curl -d 'Print the requests as curl commands, secrets blanked, instead of sending them'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand man" -s V -l version -d 'Print version'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "init" -d 'Find out what is there, try it, and write st-hasura.toml'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "signup" -d 'Sign up a user with the auth API and keep the session'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "signin" -d 'Sign in a user with the auth API and keep the session'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "signout" -d 'Revoke the session at the auth API and forget it here'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "refresh" -d 'Rotate the session\'s tokens now'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "session" -d 'List, show, choose, remove, import and export sessions'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "status" -d 'Show profile, URLs, session, token age and file modes'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "token" -d 'Print a fresh Hasura-ready JWT and nothing else'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "decode" -d 'Decode any JWT and say whether its signature holds'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "jwks" -d 'List the key set and what Hasura makes of it'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "jwt-secret" -d 'Print the value for HASURA_GRAPHQL_JWT_SECRET, or lint one'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "expose" -d 'Find or start a public tunnel to the auth API, and carry its URL to where it belongs'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "query" -d 'Run GraphQL against Hasura as the user, another role, anonymous or admin'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "verify-hasura" -d 'Prove row-level permissions with two users; the verdict is the exit code'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "setup-hasura" -d 'Set up Hasura\'s source, tables, relationships and permissions as planned'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "users" -d 'List and remove the core\'s users, to clean up after tests'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "scaffold" -d 'Make an auth API, a compose file or a CI job'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "doctor" -d 'Walk the chain and name the first link that does not hold, with its cure'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "smoke" -d 'Run the whole chain with throw-away users, for CI'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "demo" -d 'Run the whole chain against the sandbox, narrated'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "sandbox" -d 'Run the embedded offline stack, alone or around a command'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "config" -d 'Show the configuration in force and where each value comes from'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "explain" -d 'Explain a code of this program, or what Hasura or SuperTokens said'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "man" -d 'Print the manual page of a command'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and not __fish_seen_subcommand_from init signup signin signout refresh session status token decode jwks jwt-secret expose query verify-hasura setup-hasura users scaffold doctor smoke demo sandbox config explain completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from session" -f -a "list" -d 'List the sessions of the profile'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from session" -f -a "show" -d 'Show one session: user, cookies, lifetimes; secrets blanked'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from session" -f -a "use" -d 'Make a session the profile\'s default'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from session" -f -a "rm" -d 'Forget a session here, without telling the auth API'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from session" -f -a "import" -d 'Read a session that curl or a browser holds: a jar, cookies as JSON, headers, a request copied as cURL, for PowerShell or as fetch, a HAR file, a JWT'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from session" -f -a "export" -d 'Write the session as a Netscape cookie jar for curl -b, or as JSON'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from jwt-secret" -f -a "lint" -d 'Say what is wrong with a value, offline; exit 9 when Hasura would refuse or misread it'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from jwt-secret" -f -a "apply" -d 'Write one where Hasura reads it: into a compose or .env file, or at Hasura Cloud'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from setup-hasura" -f -a "plan" -d 'Show what would be made, changed and left, and why'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from setup-hasura" -f -a "apply" -d 'Make it so, all or nothing, and prove it'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from setup-hasura" -f -a "export" -d 'Write the metadata as the directory that hasura-cli reads'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "list" -d 'List users, oldest first'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "rm" -d 'Remove users and their sessions, by id or exact address'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from scaffold" -f -a "auth-api" -d 'A small auth API: sessions with Hasura\'s claims, /getJWT, Dockerfile, lock file, tests'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from scaffold" -f -a "compose" -d 'Core, PostgreSQL, Hasura and the auth API for Docker Compose, with secrets of their own'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from scaffold" -f -a "ci" -d 'A job that starts the compose file and runs the smoke test, with reports'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Print every value in force'
complete -c st-hasura -n "__fish_st_hasura_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "paths" -d 'Print the paths that are read and written'
