module completions {

  def "nu-complete st-hasura transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura color" [] {
    [ "auto" "always" "never" ]
  }

  # Set up and test SuperTokens + Hasura authentication, and prove row-level permissions
  export extern st-hasura [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura init transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura init output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura init color" [] {
    [ "auto" "always" "never" ]
  }

  # Find out what is there, try it, and write st-hasura.toml
  export extern "st-hasura init" [
    --jwks-url: string        # Key set, where it is not the auth API's own
    --jwt-path: string        # Route of the auth API that hands out the JWT [default: /getJWT]
    --jwt-pointer: string     # JSON pointer to the JWT in that route's answer [default: /token]
    --hasura-admin-secret-file: path # File with Hasura's admin secret; its name is written, not what it holds
    --core-uri: string        # SuperTokens core
    --core-api-key-file: path # File with the core's API key; its name is written, not what it holds
    --ports: string           # Ports of this machine to look at, comma-separated; none to look at none [default: 8080, 3001, 3333, 3567, 8000, 4000, 3000, 5000]
    --offline                 # Ask no server: write what was said, untried
    --force                   # Change a file that is there; whatever init does not ask for stays in it
    --dry-run                 # Show what would change, and write nothing
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura init transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura init output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura init color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura signup if_exists" [] {
    [ "fail" "signin" "ok" ]
  }

  def "nu-complete st-hasura signup transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura signup output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura signup color" [] {
    [ "auto" "always" "never" ]
  }

  # Sign up a user with the auth API and keep the session
  export extern "st-hasura signup" [
    --email(-e): string       # E-mail address [env: ST_HASURA_EMAIL]
    --password-stdin          # Read the password from standard input
    --password-file: path     # Read the password from a file
    --field: string           # A further form field; repeatable
    --if-exists: string@"nu-complete st-hasura signup if_exists" # What to do when the address is taken
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura signup transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura signup output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura signup color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura signin transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura signin output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura signin color" [] {
    [ "auto" "always" "never" ]
  }

  # Sign in a user with the auth API and keep the session
  export extern "st-hasura signin" [
    --email(-e): string       # E-mail address [env: ST_HASURA_EMAIL]
    --password-stdin          # Read the password from standard input
    --password-file: path     # Read the password from a file
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura signin transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura signin output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura signin color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura signout transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura signout output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura signout color" [] {
    [ "auto" "always" "never" ]
  }

  # Revoke the session at the auth API and forget it here
  export extern "st-hasura signout" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura signout transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura signout output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura signout color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura refresh transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura refresh output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura refresh color" [] {
    [ "auto" "always" "never" ]
  }

  # Rotate the session's tokens now
  export extern "st-hasura refresh" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura refresh transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura refresh output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura refresh color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura session transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura session output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura session color" [] {
    [ "auto" "always" "never" ]
  }

  # List, show, choose, remove, import and export sessions
  export extern "st-hasura session" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura session transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura session output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura session color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura session list transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura session list output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura session list color" [] {
    [ "auto" "always" "never" ]
  }

  # List the sessions of the profile
  export extern "st-hasura session list" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura session list transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura session list output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura session list color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura session show transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura session show output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura session show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show one session: user, cookies, lifetimes; secrets blanked
  export extern "st-hasura session show" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura session show transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura session show output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura session show color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    name?: string             # Name of the session [default: the one of --session]
  ]

  def "nu-complete st-hasura session use transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura session use output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura session use color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a session the profile's default
  export extern "st-hasura session use" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura session use transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura session use output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura session use color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    name: string              # Name of the session
  ]

  def "nu-complete st-hasura session rm transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura session rm output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura session rm color" [] {
    [ "auto" "always" "never" ]
  }

  # Forget a session here, without telling the auth API
  export extern "st-hasura session rm" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura session rm transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura session rm output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura session rm color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    name: string              # Name of the session
  ]

  def "nu-complete st-hasura session import transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura session import output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura session import color" [] {
    [ "auto" "always" "never" ]
  }

  # Read a session that curl or a browser holds: a jar, cookies as JSON, headers, a request copied as cURL, for PowerShell or as fetch, a HAR file, a JWT
  export extern "st-hasura session import" [
    --token                   # The file holds an access token alone, which nothing can refresh
    --force(-f)               # Replace a session of that name
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura session import transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura session import output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura session import color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    file: path                # The file; - for standard input
  ]

  def "nu-complete st-hasura session export format" [] {
    [ "netscape" "json" ]
  }

  def "nu-complete st-hasura session export transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura session export output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura session export color" [] {
    [ "auto" "always" "never" ]
  }

  # Write the session as a Netscape cookie jar for curl -b, or as JSON
  export extern "st-hasura session export" [
    --format: string@"nu-complete st-hasura session export format" # Format of the file
    --force(-f)               # Overwrite an existing file
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura session export transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura session export output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura session export color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    file?: path               # Where to write, mode 0600; - for standard output
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura session help" [
  ]

  # List the sessions of the profile
  export extern "st-hasura session help list" [
  ]

  # Show one session: user, cookies, lifetimes; secrets blanked
  export extern "st-hasura session help show" [
  ]

  # Make a session the profile's default
  export extern "st-hasura session help use" [
  ]

  # Forget a session here, without telling the auth API
  export extern "st-hasura session help rm" [
  ]

  # Read a session that curl or a browser holds: a jar, cookies as JSON, headers, a request copied as cURL, for PowerShell or as fetch, a HAR file, a JWT
  export extern "st-hasura session help import" [
  ]

  # Write the session as a Netscape cookie jar for curl -b, or as JSON
  export extern "st-hasura session help export" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura session help help" [
  ]

  def "nu-complete st-hasura status transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura status output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura status color" [] {
    [ "auto" "always" "never" ]
  }

  # Show profile, URLs, session, token age and file modes
  export extern "st-hasura status" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura status transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura status output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura status color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura token transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura token output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura token color" [] {
    [ "auto" "always" "never" ]
  }

  # Print a fresh Hasura-ready JWT and nothing else
  export extern "st-hasura token" [
    --decode                  # Decode the token instead of printing it
    --verify                  # Verify the token against the JWKS first; exit 6 when it does not hold
    --min-ttl: string         # Refresh when less than this many seconds are left
    --jwt-path: string        # Route of the auth API that hands out the JWT [default: /getJWT]
    --jwt-pointer: string     # JSON pointer to the JWT in that route's answer [default: /token]
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura token transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura token output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura token color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura decode transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura decode output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura decode color" [] {
    [ "auto" "always" "never" ]
  }

  # Decode any JWT and say whether its signature holds
  export extern "st-hasura decode" [
    --no-verify               # Do not verify the signature; the output says so
    --jwks-url: string        # Verify against the key set at this URL [default: the profile's]
    --jwks-file: path         # Verify against the key set in this file
    --pem: path               # Verify against the public key or certificate in this PEM file
    --issuer: string          # Require this issuer, byte for byte, as Hasura does
    --audience: string        # Require one of these audiences; repeatable
    --skew: string            # Allowed clock skew in seconds (Hasura's allowed_skew)
    --claims-namespace: string # Claims namespace [default: as the engine, --jwt-secret or Hasura's default has it]
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura decode transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura decode output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura decode color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    file?: path               # File with the token; - or nothing for standard input
  ]

  def "nu-complete st-hasura jwks transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura jwks output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura jwks color" [] {
    [ "auto" "always" "never" ]
  }

  # List the key set and what Hasura makes of it
  export extern "st-hasura jwks" [
    --jwks-url: string        # The key set at this URL [default: the profile's]
    --jwks-file: path         # The key set in this file; - for standard input
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura jwks transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura jwks output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura jwks color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura jwt-secret to" [] {
    [ "json" "env" "export" "dotenv" "compose" "k8s" "terraform" "ddn" ]
  }

  def "nu-complete st-hasura jwt-secret transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura jwt-secret output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura jwt-secret color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the value for HASURA_GRAPHQL_JWT_SECRET, or lint one
  export extern "st-hasura jwt-secret" [
    --to: string@"nu-complete st-hasura jwt-secret to" # How to write it
    --issuer: string          # Add `issuer`: a value, or `auto` for what the auth API announces
    --audience: string        # Add `audience`; repeatable
    --skew: string            # Add `allowed_skew`, in seconds
    --header-from: string     # Where Hasura finds the token: authorization, cookie[:NAME] or header:NAME
    --inline-key: string      # Write the public key itself, for engines that cannot reach the JWKS; KID chooses one
    --jwks-url: string        # JWKS URL as Hasura must reach it [default: the profile's]
    --claims-namespace: string # Claims namespace, when it is not Hasura's default
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura jwt-secret transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura jwt-secret output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura jwt-secret color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura jwt-secret lint from" [] {
    [ "auto" "value" "env" "docker" "yaml" ]
  }

  def "nu-complete st-hasura jwt-secret lint transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura jwt-secret lint output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura jwt-secret lint color" [] {
    [ "auto" "always" "never" ]
  }

  # Say what is wrong with a value, offline; exit 9 when Hasura would refuse or misread it
  export extern "st-hasura jwt-secret lint" [
    --from: string@"nu-complete st-hasura jwt-secret lint from" # What the file is
    --engine                  # Look at what the running engine shows of its own
    --live                    # Fetch the key set of each jwk_url, too
    --report: string          # Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output; github writes the job summary
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura jwt-secret lint transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura jwt-secret lint output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura jwt-secret lint color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    file?: path               # Value, .env file, compose file or Kubernetes manifest; - or nothing for standard input
  ]

  def "nu-complete st-hasura jwt-secret apply transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura jwt-secret apply output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura jwt-secret apply color" [] {
    [ "auto" "always" "never" ]
  }

  # Write one where Hasura reads it: into a compose or .env file, or at Hasura Cloud
  export extern "st-hasura jwt-secret apply" [
    --compose: path           # Compose file or .env file to change in place; what was there stays in FILE.bak
    --service: string         # Service of the compose file [default: the one that runs graphql-engine]
    --hasura-cloud            # Set it for a project at Hasura Cloud, whose engine starts again with it
    --project: string         # The project's id, as the dashboard's address shows it
    --token-file: path        # File with the personal access token [default: HASURA_CLOUD_TOKEN, or a question]
    --token-stdin             # Read the personal access token from standard input
    --dry-run                 # Show what would change, and change nothing
    --print-only              # Print the requests to Hasura Cloud instead of sending them
    --wait: string            # Seconds to wait for the engine to take tokens again
    --cloud-url: string       # GraphQL endpoint of Hasura Cloud
    --issuer: string          # Add `issuer`: a value, or `auto` for what the auth API announces
    --audience: string        # Add `audience`; repeatable
    --skew: string            # Add `allowed_skew`, in seconds
    --header-from: string     # Where Hasura finds the token: authorization, cookie[:NAME] or header:NAME
    --inline-key: string      # Write the public key itself, for engines that cannot reach the JWKS; KID chooses one
    --jwks-url: string        # JWKS URL as Hasura must reach it [default: the profile's]
    --claims-namespace: string # Claims namespace, when it is not Hasura's default
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura jwt-secret apply transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura jwt-secret apply output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura jwt-secret apply color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura jwt-secret help" [
  ]

  # Say what is wrong with a value, offline; exit 9 when Hasura would refuse or misread it
  export extern "st-hasura jwt-secret help lint" [
  ]

  # Write one where Hasura reads it: into a compose or .env file, or at Hasura Cloud
  export extern "st-hasura jwt-secret help apply" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura jwt-secret help help" [
  ]

  def "nu-complete st-hasura expose tunnel" [] {
    [ "auto" "ngrok" "cloudflared" "none" ]
  }

  def "nu-complete st-hasura expose to" [] {
    [ "json" "env" "export" "dotenv" "compose" "k8s" "terraform" "ddn" ]
  }

  def "nu-complete st-hasura expose transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura expose output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura expose color" [] {
    [ "auto" "always" "never" ]
  }

  # Find or start a public tunnel to the auth API, and carry its URL to where it belongs
  export extern "st-hasura expose" [
    --url: string             # A public URL that leads to the auth API already, of whatever tunnel or deployment
    --tunnel: string@"nu-complete st-hasura expose tunnel" # Which program to start when no tunnel is running
    --agent: string           # Agent API of ngrok; repeatable [default: http://127.0.0.1:4040, …:4041, …:4042]
    --write                   # Carry the URL into st-hasura.toml and the auth API's .env file
    --env-file: path          # The auth API's .env file [default: .env, where there is one]
    --env-key: string         # Variable of that file that holds the auth API's origin
    --dry-run                 # With --write: show what would change, and write nothing
    --check                   # Say whether the URL in st-hasura.toml still leads to the auth API; exit 9 when it does not
    --to: string@"nu-complete st-hasura expose to" # How to print the JWT secret
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura expose transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura expose output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura expose color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura query credentials" [] {
    [ "user" "anonymous" "admin" "token" ]
  }

  def "nu-complete st-hasura query over" [] {
    [ "http" "graphql-transport-ws" "graphql-ws" ]
  }

  def "nu-complete st-hasura query introspect" [] {
    [ "sdl" "json" ]
  }

  def "nu-complete st-hasura query transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura query output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura query color" [] {
    [ "auto" "always" "never" ]
  }

  # Run GraphQL against Hasura as the user, another role, anonymous or admin
  export extern "st-hasura query" [
    --file(-F): path          # Read the GraphQL text from a file
    --var: string             # A variable, k=v; v is JSON when it parses, else a string; repeatable
    --variables: string       # Variables as a JSON object
    --variables-file: path    # Variables from a JSON file; - for standard input
    --operation-name: string  # Which operation of the document to run
    --as: string@"nu-complete st-hasura query credentials" # Whose credentials to send
    --role: string            # Ask for this role (x-hasura-role)
    --header(-H): string      # Send this header too, such as "x-hasura-user-id: 7"; no credentials here; repeatable
    --over: string@"nu-complete st-hasura query over" # How to send it [default: http, and a `WebSocket` for a subscription]
    --count: string           # Print this many results of a subscription, one line of JSON each
    --follow                  # Print the results of a subscription, one line of JSON each, until Ctrl-C
    --introspect: string@"nu-complete st-hasura query introspect" # Print the role's schema instead of running a query
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura query transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura query output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura query color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    query?: string            # The GraphQL text; - or nothing for standard input
  ]

  def "nu-complete st-hasura verify-hasura fail_on" [] {
    [ "warn" "error" "leak" ]
  }

  def "nu-complete st-hasura verify-hasura transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura verify-hasura output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura verify-hasura color" [] {
    [ "auto" "always" "never" ]
  }

  # Prove row-level permissions with two users; the verdict is the exit code
  export extern "st-hasura verify-hasura" [
    --other: string           # Session of the second user [default: a throw-away user is signed up]
    --probe: string           # Run only these probes, such as P05; repeatable or comma-separated
    --query: path             # Check this query of your own in the same way
    --no-admin                # Never use the admin secret, even when one is configured
    --policy: path            # What the roles should see, whose rows are whose, and what is accepted [default: [verify] of st-hasura.toml]
    --write-policy: path      # Draft a policy from what is there, into FILE [default: [verify] of st-hasura.toml]
    --force                   # Let --write-policy replace a policy; what it accepts is kept
    --baseline: path          # Say what changed since an earlier report, made with --output json
    --fail-on: string@"nu-complete st-hasura verify-hasura fail_on" # What fails the run: failed probes, warnings too, or with --offline leaks alone
    --sample: string          # How many rows of a table to read at most
    --users: string           # Also have N users ask at once, throw-away ones beside the two, and look for rows that cross
    --active                  # Also try to write: on rows that two throw-away users make and own, removed afterwards
    --offline: path           # Ask no server: read the metadata of a hasura-cli project, a metadata directory or an export, and look through every role; proves leaks, never that there is none
    --metadata: path          # Ask no server: read the metadata of a hasura-cli project, a metadata directory or an export, and look through every role; proves leaks, never that there is none
    --watch                   # With --offline: look again whenever the files change, until it is interrupted
    --json-schema             # Print the JSON Schema of the JSON reports and stop
    --report: string          # Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output; github writes the job summary
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura verify-hasura transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura verify-hasura output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura verify-hasura color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura setup-hasura transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura setup-hasura output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura setup-hasura color" [] {
    [ "auto" "always" "never" ]
  }

  # Set up Hasura's source, tables, relationships and permissions as planned
  export extern "st-hasura setup-hasura" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura setup-hasura transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura setup-hasura output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura setup-hasura color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura setup-hasura plan transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura setup-hasura plan output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura setup-hasura plan color" [] {
    [ "auto" "always" "never" ]
  }

  # Show what would be made, changed and left, and why
  export extern "st-hasura setup-hasura plan" [
    --role: string            # Role that is given permissions [default: user]
    --source: string          # Source in Hasura [default: the only one, or default]
    --database-url-env: string # Connect the source by this variable of Hasura's environment, if it is not yet
    --database-url: string    # Never: a connection string on the command line can be read by everybody on the machine
    --schema: string          # Schema to look through; repeatable, also with commas [default: public]
    --table: string           # Only tables like this (notes, app.*, '!audit_*'), also tracked ones that are closed; repeatable
    --owner-column: string    # Column with the owner's id, or the way to it through relationships; repeatable
    --shared: string          # Table whose rows everybody with the role may see; repeatable
    --aggregates              # Allow counts and extremes too
    --app-id: string          # SuperTokens' app, or a session variable that holds it [default: public]
    --tenant-id: string       # Only rows of this SuperTokens tenant, or of the one in a session variable
    --account-linking         # Accounts are linked: the claim holds the primary user's id
    --external-user-ids       # Users have ids of your own, mapped in SuperTokens: the claim holds those
    --enforce                 # Make permissions exactly as planned, also where that takes something away
    --metadata: path          # Plan for the metadata of this hasura-cli project, metadata directory or export, in place of the server's; only the database is asked
    --detailed-exitcode       # Exit 9 when there is something to do, or something stands wider than planned
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura setup-hasura plan transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura setup-hasura plan output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura setup-hasura plan color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura setup-hasura apply transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura setup-hasura apply output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura setup-hasura apply color" [] {
    [ "auto" "always" "never" ]
  }

  # Make it so, all or nothing, and prove it
  export extern "st-hasura setup-hasura apply" [
    --role: string            # Role that is given permissions [default: user]
    --source: string          # Source in Hasura [default: the only one, or default]
    --database-url-env: string # Connect the source by this variable of Hasura's environment, if it is not yet
    --database-url: string    # Never: a connection string on the command line can be read by everybody on the machine
    --schema: string          # Schema to look through; repeatable, also with commas [default: public]
    --table: string           # Only tables like this (notes, app.*, '!audit_*'), also tracked ones that are closed; repeatable
    --owner-column: string    # Column with the owner's id, or the way to it through relationships; repeatable
    --shared: string          # Table whose rows everybody with the role may see; repeatable
    --aggregates              # Allow counts and extremes too
    --app-id: string          # SuperTokens' app, or a session variable that holds it [default: public]
    --tenant-id: string       # Only rows of this SuperTokens tenant, or of the one in a session variable
    --account-linking         # Accounts are linked: the claim holds the primary user's id
    --external-user-ids       # Users have ids of your own, mapped in SuperTokens: the claim holds those
    --enforce                 # Make permissions exactly as planned, also where that takes something away
    --yes(-y)                 # Do not ask
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura setup-hasura apply transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura setup-hasura apply output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura setup-hasura apply color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura setup-hasura export transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura setup-hasura export output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura setup-hasura export color" [] {
    [ "auto" "always" "never" ]
  }

  # Write the metadata as the directory that hasura-cli reads
  export extern "st-hasura setup-hasura export" [
    --database-url-env: string # Name this variable of Hasura's environment in place of a connection string in the metadata
    --force                   # Overwrite files with other contents
    --dry-run                 # Show the difference and write nothing
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura setup-hasura export transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura setup-hasura export output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura setup-hasura export color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    dir?: path                # The project directory; config.yaml and metadata/ go into it
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura setup-hasura help" [
  ]

  # Show what would be made, changed and left, and why
  export extern "st-hasura setup-hasura help plan" [
  ]

  # Make it so, all or nothing, and prove it
  export extern "st-hasura setup-hasura help apply" [
  ]

  # Write the metadata as the directory that hasura-cli reads
  export extern "st-hasura setup-hasura help export" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura setup-hasura help help" [
  ]

  def "nu-complete st-hasura users transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura users output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura users color" [] {
    [ "auto" "always" "never" ]
  }

  # List and remove the core's users, to clean up after tests
  export extern "st-hasura users" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura users transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura users output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura users color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura users list transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura users list output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura users list color" [] {
    [ "auto" "always" "never" ]
  }

  # List users, oldest first
  export extern "st-hasura users list" [
    --email(-e): string       # Only addresses that begin with this, or whose domain does; repeatable
    --throw-away              # Only throw-away users, as smoke and verify-hasura sign them up
    --limit: string           # List no more than this many
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura users list transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura users list output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura users list color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura users rm transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura users rm output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura users rm color" [] {
    [ "auto" "always" "never" ]
  }

  # Remove users and their sessions, by id or exact address
  export extern "st-hasura users rm" [
    --throw-away              # Only throw-away users: all of them, with the rows that interrupted runs left in Hasura, or those that are named
    --yes(-y)                 # Do not ask
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura users rm transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura users rm output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura users rm color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...who: string            # Ids or whole e-mail addresses
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura users help" [
  ]

  # List users, oldest first
  export extern "st-hasura users help list" [
  ]

  # Remove users and their sessions, by id or exact address
  export extern "st-hasura users help rm" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura users help help" [
  ]

  def "nu-complete st-hasura scaffold transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura scaffold output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura scaffold color" [] {
    [ "auto" "always" "never" ]
  }

  # Make an auth API, a compose file or a CI job
  export extern "st-hasura scaffold" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura scaffold transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura scaffold output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura scaffold color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura scaffold auth-api lang" [] {
    [ "node" "python" "go" ]
  }

  def "nu-complete st-hasura scaffold auth-api transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura scaffold auth-api output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura scaffold auth-api color" [] {
    [ "auto" "always" "never" ]
  }

  # A small auth API: sessions with Hasura's claims, /getJWT, Dockerfile, lock file, tests
  export extern "st-hasura scaffold auth-api" [
    --lang: string@"nu-complete st-hasura scaffold auth-api lang" # Language: SDK and framework
    --tutorial                # The configuration of the 2022 tutorial, with the JWT inside the session; node only
    --name: string            # APP_NAME in .env.example
    --port: string            # PORT in .env.example [default: the port of a local --api-url, or 3001]
    --website: string         # WEBSITE_DOMAIN in .env.example: the front end's origin
    --core: string            # CORE_URI in .env.example [default: the configured core, or http://localhost:3567]
    --dry-run                 # Show the difference and write nothing
    --force                   # Overwrite files with other contents, and write among files of others
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura scaffold auth-api transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura scaffold auth-api output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura scaffold auth-api color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    dir?: path                # The folder
  ]

  def "nu-complete st-hasura scaffold compose transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura scaffold compose output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura scaffold compose color" [] {
    [ "auto" "always" "never" ]
  }

  # Core, PostgreSQL, Hasura and the auth API for Docker Compose, with secrets of their own
  export extern "st-hasura scaffold compose" [
    --port: string            # Port of the auth API on this machine [default: that of a local --api-url, or 3001]
    --hasura-port: string     # Port of Hasura on this machine [default: that of a local --hasura-endpoint, or 8080]
    --website: string         # The front end's origin
    --dry-run                 # Show the difference and write nothing
    --force                   # Overwrite files with other contents, and write among files of others
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura scaffold compose transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura scaffold compose output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura scaffold compose color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    dir?: path                # The folder; the auth API belongs into auth-api below it
  ]

  def "nu-complete st-hasura scaffold ci transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura scaffold ci output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura scaffold ci color" [] {
    [ "auto" "always" "never" ]
  }

  # A job that starts the compose file and runs the smoke test, with reports
  export extern "st-hasura scaffold ci" [
    --github                  # A workflow of GitHub Actions
    --gitlab                  # A job of GitLab CI/CD
    --install: string         # Command that installs st-hasura there [default: cargo install, this version]
    --port: string            # Port of the auth API, as in the compose file
    --hasura-port: string     # Port of Hasura, as in the compose file
    --dry-run                 # Show the difference and write nothing
    --force                   # Overwrite files with other contents, and write among files of others
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura scaffold ci transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura scaffold ci output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura scaffold ci color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    dir?: path                # The project's root, with compose.yaml in it
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura scaffold help" [
  ]

  # A small auth API: sessions with Hasura's claims, /getJWT, Dockerfile, lock file, tests
  export extern "st-hasura scaffold help auth-api" [
  ]

  # Core, PostgreSQL, Hasura and the auth API for Docker Compose, with secrets of their own
  export extern "st-hasura scaffold help compose" [
  ]

  # A job that starts the compose file and runs the smoke test, with reports
  export extern "st-hasura scaffold help ci" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura scaffold help help" [
  ]

  def "nu-complete st-hasura doctor transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura doctor output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura doctor color" [] {
    [ "auto" "always" "never" ]
  }

  # Walk the chain and name the first link that does not hold, with its cure
  export extern "st-hasura doctor" [
    --only: string            # Make only these checks, and those that they need; repeatable or comma-separated
    --skip: string            # Leave these checks out; repeatable or comma-separated
    --offline                 # Ask no server
    --origin: string          # Also try whether pages of this origin may talk to the auth API (CORS)
    --field: string           # A further field of the sign-up form, NAME=VALUE; repeatable
    --fix                     # Write into st-hasura.toml what would mend the first broken link, after showing the difference and asking; what comes from elsewhere is only said
    --yes(-y)                 # Do not ask before writing
    --report: string          # Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output; github writes the job summary
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura doctor transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura doctor output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura doctor color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura smoke transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura smoke output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura smoke color" [] {
    [ "auto" "always" "never" ]
  }

  # Run the whole chain with throw-away users, for CI
  export extern "st-hasura smoke" [
    --quick                   # One user and the tutorial's four steps only: sign up, sign in, JWT, query
    --email-domain: string    # Domain of the throw-away addresses
    --field: string           # A further form field for sign-up; repeatable
    --query: string           # The query of the fourth step [default: one that introspection offers]
    --keep-users              # Leave the throw-away users
    --report: string          # Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output; github writes the job summary
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura smoke transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura smoke output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura smoke color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura demo generation" [] {
    [ "modern" "legacy" ]
  }

  def "nu-complete st-hasura demo transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura demo output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura demo color" [] {
    [ "auto" "always" "never" ]
  }

  # Run the whole chain against the sandbox, narrated
  export extern "st-hasura demo" [
    --generation: string@"nu-complete st-hasura demo generation" # Which SuperTokens generation to show
    --fault: string           # Switch on a misbehaviour, to see it caught; repeatable
    --report: string          # Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output; github writes the job summary
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura demo transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura demo output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura demo color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura sandbox generation" [] {
    [ "modern" "legacy" ]
  }

  def "nu-complete st-hasura sandbox auth_transport" [] {
    [ "any" "cookie" "header" ]
  }

  def "nu-complete st-hasura sandbox anti_csrf" [] {
    [ "none" "via-token" "via-custom-header" ]
  }

  def "nu-complete st-hasura sandbox transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura sandbox output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura sandbox color" [] {
    [ "auto" "always" "never" ]
  }

  # Run the embedded offline stack, alone or around a command
  export extern "st-hasura sandbox" [
    --generation: string@"nu-complete st-hasura sandbox generation" # Which SuperTokens generation the auth API speaks
    --auth-transport: string@"nu-complete st-hasura sandbox auth_transport" # How the auth API hands out tokens
    --anti-csrf: string@"nu-complete st-hasura sandbox anti_csrf" # Anti-CSRF mode of the auth API
    --metadata: path          # Hasura metadata: a hasura-cli project, its metadata directory, or an export [default: a notes application]
    --data: path              # Users, tables and rows, or "none" for neither [default: a notes application]
    --database-url: string    # PostgreSQL to read tables and rows from, once and without changing anything; of --data only the users remain. A password comes from PGPASSWORD
    --database-url-env: string # The same from this environment variable, password and all
    --postgres-version: string # Major version of PostgreSQL to be like, where none is read: before 18 nothing streams by a uuid [default: 15]
    --fault: string           # Switch on a misbehaviour; repeatable
    --list-faults             # List the misbehaviours and stop
    --claims-at: string       # Where the auth API puts its Hasura claims: a claim, a path such as $.app.hasura, or spread for a claims_map (roles under st-role.v) [default: https://hasura.io/jwt/claims]
    --claims-as-text          # Put them there as the text of a JSON object
    --hasura-jwt-secret: string # JWT secret of the Hasura double; without a key in it, the auth API's JWKS are used [default: the auth API's JWKS]
    --unauthorized-role: string # Unauthorized role of the Hasura double
    --base-path: string       # Base path of the auth API
    --api-domain: string      # What the auth API believes its own origin to be [default: where it listens]
    --access-token-ttl: string # Seconds that an access token lives
    --static-key              # Sign access tokens with the key that never rotates
    --signing-keys: path      # Sign with the two RSA keys of this PEM file (PKCS #8), the one that rotates and the one that never does; for suites that start many sandboxes [default: fresh ones]
    --core-port: string       # Port of the core; 0 picks a free one
    --api-port: string        # Port of the auth API; 0 picks a free one
    --hasura-port: string     # Port of Hasura; 0 picks a free one
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura sandbox transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura sandbox output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura sandbox color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura config transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura config output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura config color" [] {
    [ "auto" "always" "never" ]
  }

  # Show the configuration in force and where each value comes from
  export extern "st-hasura config" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura config transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura config output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura config color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura config show transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura config show output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura config show color" [] {
    [ "auto" "always" "never" ]
  }

  # Print every value in force
  export extern "st-hasura config show" [
    --origin                  # Say where each value comes from
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura config show transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura config show output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura config show color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete st-hasura config paths transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura config paths output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura config paths color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the paths that are read and written
  export extern "st-hasura config paths" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura config paths transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura config paths output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura config paths color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura config help" [
  ]

  # Print every value in force
  export extern "st-hasura config help show" [
  ]

  # Print the paths that are read and written
  export extern "st-hasura config help paths" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura config help help" [
  ]

  def "nu-complete st-hasura explain transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura explain output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura explain color" [] {
    [ "auto" "always" "never" ]
  }

  # Explain a code of this program, or what Hasura or SuperTokens said
  export extern "st-hasura explain" [
    --list                    # List everything that can be explained
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura explain transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura explain output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura explain color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...text: string           # A code (session.missing), probe (P05), rule (J001), check of doctor or fault of the sandbox, or a message with whatever is around it; - or nothing for standard input
  ]

  def "nu-complete st-hasura completions shell" [] {
    [ "bash" "elvish" "fish" "nushell" "powershell" "zsh" ]
  }

  def "nu-complete st-hasura completions transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura completions output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura completions color" [] {
    [ "auto" "always" "never" ]
  }

  # Print a completion script for a shell
  export extern "st-hasura completions" [
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura completions transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura completions output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura completions color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    shell: string@"nu-complete st-hasura completions shell" # The shell
  ]

  def "nu-complete st-hasura man transport" [] {
    [ "cookie" "header" ]
  }

  def "nu-complete st-hasura man output" [] {
    [ "text" "json" "junit" "tap" "sarif" "github" "html" ]
  }

  def "nu-complete st-hasura man color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the manual page of a command
  export extern "st-hasura man" [
    --dir: path               # Write all pages into this directory
    --config: path            # Read this configuration file instead of looking for st-hasura.toml
    --profile: string         # Use this profile of the configuration
    --session: string         # Use this named session
    --cookie-jar: path        # Keep the session in this Netscape cookie jar, as curl -b/-c do
    --api-url: string         # Origin of the auth API, such as http://localhost:3333
    --api-base-path: string   # Base path of the auth API [default: /auth]
    --tenant: string          # SuperTokens tenant
    --transport: string@"nu-complete st-hasura man transport" # How session tokens travel
    --hasura-endpoint: string # Base URL of Hasura, such as http://localhost:8080
    --jwt-secret: path        # Hasura's JWT secret, which says where it looks for claims: a file, the name of an environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    --output(-o): string@"nu-complete st-hasura man output" # How to print the result
    --json                    # The same as --output json
    --quiet(-q)               # Say nothing but the result and errors
    --verbose(-v)             # Trace requests; twice: headers; three times: bodies. Secrets are blanked
    --color: string@"nu-complete st-hasura man color" # When to colour
    --no-progress             # Do not say how far a long run is
    --no-input                # Never prompt: a missing value is an error
    --timeout: string         # Seconds that one request may take [default: 30]
    --connect-timeout: string # Seconds that connecting may take [default: 10]
    --retries: string         # How often an idempotent request is tried again [default: 2]
    --cacert: path            # Trust the certificate authorities in this PEM file
    --cert: path              # Client certificate, PEM
    --key: path               # Private key of the client certificate, PEM
    --insecure                # Do not verify TLS certificates
    --proxy: string           # Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    --resolve: string         # Connect to ADDRESS for HOST:PORT, as curl --resolve does
    --curl                    # Print the requests as curl commands, secrets blanked, instead of sending them
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    command?: string          # Write the page of this command [default: the page of st-hasura itself]
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura help" [
  ]

  # Find out what is there, try it, and write st-hasura.toml
  export extern "st-hasura help init" [
  ]

  # Sign up a user with the auth API and keep the session
  export extern "st-hasura help signup" [
  ]

  # Sign in a user with the auth API and keep the session
  export extern "st-hasura help signin" [
  ]

  # Revoke the session at the auth API and forget it here
  export extern "st-hasura help signout" [
  ]

  # Rotate the session's tokens now
  export extern "st-hasura help refresh" [
  ]

  # List, show, choose, remove, import and export sessions
  export extern "st-hasura help session" [
  ]

  # List the sessions of the profile
  export extern "st-hasura help session list" [
  ]

  # Show one session: user, cookies, lifetimes; secrets blanked
  export extern "st-hasura help session show" [
  ]

  # Make a session the profile's default
  export extern "st-hasura help session use" [
  ]

  # Forget a session here, without telling the auth API
  export extern "st-hasura help session rm" [
  ]

  # Read a session that curl or a browser holds: a jar, cookies as JSON, headers, a request copied as cURL, for PowerShell or as fetch, a HAR file, a JWT
  export extern "st-hasura help session import" [
  ]

  # Write the session as a Netscape cookie jar for curl -b, or as JSON
  export extern "st-hasura help session export" [
  ]

  # Show profile, URLs, session, token age and file modes
  export extern "st-hasura help status" [
  ]

  # Print a fresh Hasura-ready JWT and nothing else
  export extern "st-hasura help token" [
  ]

  # Decode any JWT and say whether its signature holds
  export extern "st-hasura help decode" [
  ]

  # List the key set and what Hasura makes of it
  export extern "st-hasura help jwks" [
  ]

  # Print the value for HASURA_GRAPHQL_JWT_SECRET, or lint one
  export extern "st-hasura help jwt-secret" [
  ]

  # Say what is wrong with a value, offline; exit 9 when Hasura would refuse or misread it
  export extern "st-hasura help jwt-secret lint" [
  ]

  # Write one where Hasura reads it: into a compose or .env file, or at Hasura Cloud
  export extern "st-hasura help jwt-secret apply" [
  ]

  # Find or start a public tunnel to the auth API, and carry its URL to where it belongs
  export extern "st-hasura help expose" [
  ]

  # Run GraphQL against Hasura as the user, another role, anonymous or admin
  export extern "st-hasura help query" [
  ]

  # Prove row-level permissions with two users; the verdict is the exit code
  export extern "st-hasura help verify-hasura" [
  ]

  # Set up Hasura's source, tables, relationships and permissions as planned
  export extern "st-hasura help setup-hasura" [
  ]

  # Show what would be made, changed and left, and why
  export extern "st-hasura help setup-hasura plan" [
  ]

  # Make it so, all or nothing, and prove it
  export extern "st-hasura help setup-hasura apply" [
  ]

  # Write the metadata as the directory that hasura-cli reads
  export extern "st-hasura help setup-hasura export" [
  ]

  # List and remove the core's users, to clean up after tests
  export extern "st-hasura help users" [
  ]

  # List users, oldest first
  export extern "st-hasura help users list" [
  ]

  # Remove users and their sessions, by id or exact address
  export extern "st-hasura help users rm" [
  ]

  # Make an auth API, a compose file or a CI job
  export extern "st-hasura help scaffold" [
  ]

  # A small auth API: sessions with Hasura's claims, /getJWT, Dockerfile, lock file, tests
  export extern "st-hasura help scaffold auth-api" [
  ]

  # Core, PostgreSQL, Hasura and the auth API for Docker Compose, with secrets of their own
  export extern "st-hasura help scaffold compose" [
  ]

  # A job that starts the compose file and runs the smoke test, with reports
  export extern "st-hasura help scaffold ci" [
  ]

  # Walk the chain and name the first link that does not hold, with its cure
  export extern "st-hasura help doctor" [
  ]

  # Run the whole chain with throw-away users, for CI
  export extern "st-hasura help smoke" [
  ]

  # Run the whole chain against the sandbox, narrated
  export extern "st-hasura help demo" [
  ]

  # Run the embedded offline stack, alone or around a command
  export extern "st-hasura help sandbox" [
  ]

  # Show the configuration in force and where each value comes from
  export extern "st-hasura help config" [
  ]

  # Print every value in force
  export extern "st-hasura help config show" [
  ]

  # Print the paths that are read and written
  export extern "st-hasura help config paths" [
  ]

  # Explain a code of this program, or what Hasura or SuperTokens said
  export extern "st-hasura help explain" [
  ]

  # Print a completion script for a shell
  export extern "st-hasura help completions" [
  ]

  # Print the manual page of a command
  export extern "st-hasura help man" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "st-hasura help help" [
  ]

}

export use completions *
