//! Between here and a service: HTTP, TLS and `WebSocket`s.

use super::troubles;

troubles! {
    "http.printed": "the request was printed and not sent" {
        says "request printed, not sent";
        means "--curl prints the first request as a curl command and stops";
        cause "--curl was given, or ST_HASURA_CURL is set" => "`st-hasura config show --origin`";
        cure "leave --curl out to send it";
        test "tests/e2e/http.rs" "curl_is_printed_in_place_of_sending";
    }
    "http.bad_url": "the URL is no http or https URL" {
        says "cannot send a request to …: not an http or https URL";
        means "a configured address has another scheme or no host";
        cause "the scheme is missing: localhost:8080 for http://localhost:8080" => "`st-hasura config show --origin`";
        cure "write it as http://HOST:PORT or https://HOST";
        test "src/http/client_tests.rs" "only_http_and_https_are_spoken";
    }
    "http.proxy": "the proxy on the way is out of order" {
        says "the proxy on the way is out of order" "ProxyConnectException" "tunneling socket could not be established" "proxyconnect tcp: dial tcp …";
        means "a variable or option sends the request to a proxy, and that one is not reached or does not lead on: the server was never asked";
        cause "HTTP_PROXY or HTTPS_PROXY is left over in the shell or the container, and the proxy does not run" => "`st-hasura config show --origin`, and env | grep -i proxy";
        cause "the server is on this machine or in this network, and NO_PROXY does not name it" => "NO_PROXY=HOST `st-hasura status`";
        cure "start the proxy, unset the variable, or name the server's host in NO_PROXY";
        see "hasura/graphql-engine#9745" "hasura/graphql-engine#7781";
        test "tests/e2e/troubles/mod.rs" "cause_and_cure_are_named";
    }
    "http.pem_unreadable": "a certificate file cannot be read" {
        means "the file given with --cacert, --cert or --key is not there, or not readable";
        cause "the path is relative to another folder" => "`st-hasura config show --origin`";
        cure "correct the path, or make the file readable";
        test "src/http/client_tests.rs" "certificate_files_are_checked_before_anything_is_sent";
    }
    "http.pem_invalid": "a certificate file is no PEM" {
        says "has no … in PEM form";
        means "the file holds no certificate or private key as PEM text";
        cause "it is DER, or holds the other of the two" => "it has to begin with -----BEGIN";
        cure "convert it with openssl x509 -inform der";
        test "src/http/client_tests.rs" "certificate_files_are_checked_before_anything_is_sent";
    }
    "http.key_without_cert": "a private key without its certificate" {
        says "--key needs --cert beside it";
        means "--key was given without --cert";
        cause "the certificate is in the same file, which has to be named twice" => "`st-hasura config show --origin`";
        cure "give the certificate of the key with --cert";
        test "src/http/client_tests.rs" "certificate_files_are_checked_before_anything_is_sent";
    }
    "http.bad_proxy": "the proxy is no HTTP proxy's URL" {
        says "is not the URL of an HTTP proxy";
        means "--proxy, HTTPS_PROXY or HTTP_PROXY is no URL, or of a kind that is not spoken, such as socks5";
        cause "the variable is one for other programs" => "the error names option or variable";
        cure "write it as http://HOST:PORT, or take the host out with NO_PROXY";
        test "src/http/client_tests.rs" "proxies_are_used_and_exceptions_kept";
    }
    "http.tls_setup": "TLS cannot be set up" {
        says "cannot set up TLS";
        means "no authorities are known to this machine, so no certificate can be trusted";
        cause "a slim container without ca-certificates" => "ls /etc/ssl/certs";
        cure "install the system's CA certificates (ca-certificates), or give --cacert";
        test "tests/e2e/tls.rs" "without_any_authority_there_is_no_tls";
    }
    "http.dns": "the host's name does not resolve" {
        says "getaddrinfo ENOTFOUND" "getaddrinfo EAI_AGAIN" "Temporary failure in name resolution" "nodename nor servname provided" "host not found in upstream …" "Could not resolve host" "no such host" "net::ERR_NAME_NOT_RESOLVED" "Name or service not known" "failed to lookup address" "cannot find the host";
        means "nobody knows an address for the host's name";
        cause "a typing mistake, or no network" => "`st-hasura config show --origin` says where the URL comes from";
        cause "the name is one of a compose network, unknown outside of it" => "run it inside, or use the published port";
        cure "check the spelling and the network; --resolve HOST:PORT:ADDRESS goes past DNS";
        test "src/http/client_tests.rs" "a_name_that_does_not_resolve";
    }
    "http.refused": "nobody listens on that port" {
        says "ECONNREFUSED" "Connection refused" "Couldn't connect to server" "net::ERR_CONNECTION_REFUSED" "All connection attempts failed" "refused the connection";
        means "the host is there, and no program listens on the port";
        cause "the server is not running, or on another port" => "`st-hasura status` shows the URLs in use";
        cause "inside a container, localhost is the container itself" => "use the service's name or host.docker.internal";
        cure "start the server, or correct the port";
        faults "core-down";
        test "tests/e2e/expose/mod.rs" "the_auth_api_has_to_run_and_values_to_be_meant";
    }
    "http.connect": "no way to the host" {
        says "No route to host" "Network is unreachable" "EHOSTUNREACH" "ECONNRESET" "Connection reset by peer" "cannot connect to";
        means "no connection was made: no route, or it was cut";
        cause "a firewall, a VPN that is off, or IPv6 without a way out" => "try the host with another program";
        cure "check the network, the firewall and any proxy";
        test "tests/e2e/troubles/mod.rs" "the_direction_is_right";
    }
    "http.connect_timeout": "the host does not accept a connection in time" {
        says "Connection timed out" "ETIMEDOUT" "connect timeout" "did not accept a connection within … s" "connect ETIMEDOUT";
        means "the host does not answer at all; usually a firewall drops what is sent";
        cause "the port is closed by a firewall or a security group" => "the same from another network";
        cure "check the network and the firewall, or raise --connect-timeout";
        test "src/http/client_tests.rs" "a_host_that_does_not_accept_is_given_up_after_the_connect_timeout";
    }
    "http.tls": "no trustworthy TLS connection" {
        says "self signed certificate" "self-signed certificate" "unable to get local issuer certificate" "certificate has expired" "certificate verify failed" "CERTIFICATE_VERIFY_FAILED" "certificate signed by unknown authority" "unable to verify the first certificate" "DEPTH_ZERO_SELF_SIGNED_CERT" "net::ERR_CERT_AUTHORITY_INVALID" "UnknownCa" "UNABLE_TO_VERIFY_LEAF_SIGNATURE" "ERR_TLS_CERT_ALTNAME_INVALID" "wrong version number" "no trustworthy TLS connection to …" "no trustworthy TLS connection to" "its certificate is for …" "its certificate is not acceptable" "its certificate is not signed by an authority that is trusted here" "its certificate is not valid yet" "its certificate has expired" "its certificate is self-signed" "the server does not speak TLS on that port" "the server ended the handshake" "UNABLE_TO_VERIFY_LEAF_SIGNATURE" "UNABLE_TO_GET_ISSUER_CERT_LOCALLY" "DEPTH_ZERO_SELF_SIGNED_CERT" "SELF_SIGNED_CERT_IN_CHAIN" "CERT_HAS_EXPIRED" "ERR_TLS_CERT_ALTNAME_INVALID" "Hostname/IP does not match certificate's altnames" "x509: …" "tls: failed to verify certificate" "certificate has unknown CA" "HandshakeFailed" "certificate rejected: …" "net::ERR_CERT_AUTHORITY_INVALID" "SEC_ERROR_UNKNOWN_ISSUER";
        means "the certificate is not trusted, expired or for another name, or the port speaks no TLS";
        cause "a private authority: a company's proxy, mkcert" => "give its certificate with --cacert; Hasura must trust it as well, in its own container";
        cause "the name in the URL is not in the certificate" => "the error says which names are";
        cause "https:// was written for a port that speaks http" => "try http://";
        cure "give the authority's certificate with --cacert, or correct host and scheme";
        test "tests/e2e/tls.rs" "expired_certificates_and_wrong_names_are_explained";
    }
    "proxy.no_upstream": "a proxy has no server behind it" {
        says "upstream connect error or disconnect/reset before headers" "no healthy upstream" "502 Bad Gateway" "503 Service Temporarily Unavailable" "503 Service Unavailable" "504 Gateway Time-out" "504 Gateway Timeout" "Bad Gateway" "Gateway Time-out" "connect() failed (…) while connecting to upstream" "upstream prematurely closed connection" "upstream timed out" "recv() failed (…) while reading response header from upstream" "no live upstreams while connecting to upstream" "upstream sent too big header" "Application failed to respond" "H10 - App crashed" "dial tcp … while proxying" "error code: 502" "The origin web server timed out responding";
        means "nginx, Envoy, Traefik, an ingress or the platform answered: it took the request and got no answer from the server that it leads to";
        cause "that server ended, restarts or is not up yet: Hasura ends where its key set or database is not there" => "its own log; `st-hasura explain -` with its last lines";
        cause "the proxy leads to another port or name than the server's: localhost in a container, 3000 for 3001" => "the proxy's upstream, against the port on which the server says that it listens";
        cause "it speaks TLS to a port that speaks http, or HTTP/2 to one that speaks HTTP/1" => "the proxy's own log names the reason";
        cause "cookies and tokens are larger than its header buffers (upstream sent too big header)" => "proxy_buffer_size of nginx";
        cure "ask the server past the proxy (st-hasura doctor with --hasura-endpoint or --api-url of the server itself), then mend the one that does not answer";
        see "hasura §9 no. 4" "hasura/graphql-engine#5468" "hasura/graphql-engine#8093";
        faults "bad-gateway";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
        test "tests/e2e/doctor/proxies.rs" "who_answers_before_hasura_is_named";
    }
    "http.timeout": "the answer did not come in time" {
        says "did not answer completely within …" "operation timed out" "deadline has elapsed" "context deadline exceeded" "httpx.ReadTimeout" "did not answer completely within … s";
        means "connected, and the whole answer did not come within --timeout";
        cause "the server is busy, or waits for something that does not answer: the auth API for its core" => "the server's log";
        cause "the server stopped in the middle of the answer" => "the notes say how much came";
        cure "look at the server's load and log, or raise --timeout";
        faults "stall" "slow" "drip";
        test "tests/e2e/http.rs" "every_misbehaviour_ends_in_an_error_a_person_can_act_on";
    }
    "http.closed_early": "the connection ended before the answer" {
        says "closed the connection before its answer was complete" "socket hang up" "Empty reply from server" "unexpected eof" "IncompleteMessage" "socket hang up";
        means "the server, or a proxy, closed the connection without a complete answer";
        cause "it crashed or restarted" => "its log";
        cause "the port speaks TLS and http:// was written" => "try https://";
        cure "look at the server's log, and write https:// where the port speaks TLS";
        faults "drop-connection" "drop-mid-body";
        test "tests/e2e/http.rs" "every_misbehaviour_ends_in_an_error_a_person_can_act_on";
    }
    "http.not_http": "the port does not speak HTTP" {
        says "did not answer in HTTP" "Parse Error: Expected HTTP/" "http: server gave HTTP response to HTTPS client" "ERR_SSL_WRONG_VERSION_NUMBER";
        means "what came is not HTTP: another service, or TLS";
        cause "the port is the database's, or https is spoken there" => "`st-hasura status` shows the URLs in use";
        cure "correct port or scheme";
        test "tests/e2e/http.rs" "every_misbehaviour_ends_in_an_error_a_person_can_act_on";
    }
    "http.decode": "the body cannot be decompressed" {
        says "the body from … cannot be decompressed";
        means "the answer says that it is compressed, and it is not, or is damaged";
        cause "a proxy takes the body apart and keeps the header" => "ask the server past the proxy";
        cure "look at the proxy in front of the server";
        test "tests/e2e/http.rs" "every_misbehaviour_ends_in_an_error_a_person_can_act_on";
    }
    "http.body_too_large": "the body is larger than any sensible answer" {
        says "the body from … is larger than … bytes";
        means "reading was stopped at a limit, after decompression too";
        cause "the URL leads to a download or a log" => "`st-hasura status` shows the URLs in use";
        cure "correct the URL";
        faults "huge-body" "gzip-bomb";
        test "tests/e2e/http.rs" "every_misbehaviour_ends_in_an_error_a_person_can_act_on";
    }
    "http.redirect_loop": "redirects do not end" {
        says "Too many redirects" "ERR_TOO_MANY_REDIRECTS" "redirects in a loop" "redirects in a loop, or more than … times" "redirects to itself";
        means "the server redirects to itself or round in a circle";
        cause "a proxy that ends TLS, and a server that redirects to https" => "the forwarded-proto setting of both";
        cure "look at the server's or the proxy's redirect rules";
        faults "redirect-loop";
        test "src/http/client_tests.rs" "redirects_that_do_not_end_do";
    }
    "http.cross_origin_redirect": "a redirect leads to another origin" {
        says "redirects to another origin,";
        means "credentials are never sent to another origin than the configured one";
        cause "the configured URL is an old or a short one" => "the error names where it leads";
        cause "a sign-in page stands before the server: an access proxy, a company's single sign-on" => "the same; a browser shows it";
        cure "put the URL that it leads to into the configuration, if it is yours; past a sign-in page, use the server's own address";
        faults "redirect-other-origin";
        test "src/http/client_tests.rs" "credentials_and_bodies_never_leave_their_origin";
    }
    "http.downgrade_redirect": "a redirect leads from https to http" {
        says "redirects from https to plain";
        means "following it would send credentials in the clear";
        cause "a proxy ends TLS and does not tell the server so" => "X-Forwarded-Proto";
        cure "have the proxy say that TLS was spoken, or configure the final URL";
        test "tests/e2e/tls.rs" "a_way_out_of_tls_is_not_taken";
    }
    "http.redirect_loses_body": "a redirect would lose the body" {
        says "redirects a … with status …, which would lose its body";
        means "301, 302 and 303 turn a POST into a GET without body (RFC 9110 §15.4)";
        cause "http:// for https://, or a final slash that the server corrects" => "the notes say where it leads";
        cure "put the URL that it redirects to into the configuration";
        test "tests/e2e/http.rs" "every_misbehaviour_ends_in_an_error_a_person_can_act_on";
    }
    "http.bad_redirect": "a redirect leads nowhere" {
        says "redirects to something that is not a URL";
        means "Location is missing or no URL";
        cause "a faulty rule of the proxy" => "`st-hasura status -vvv`";
        cure "look at the server's redirect rules";
        test "src/http/client_tests.rs" "a_redirect_does_not_turn_a_post_into_a_get";
    }
    "http.other": "the request failed" {
        says "the request to … failed";
        means "the HTTP library reports something that has no code of its own";
        cause "the detail says what" => "run it again with -vv to see the exchange";
        cure "run again with -vv to see the exchange";
    }
    "socket.not_opened": "the server opened no WebSocket" {
        says "Unexpected server response: …" "Error during WebSocket handshake" "Unexpected response code: …" "WebSocket connection to … failed" "did not open a WebSocket: it answered with status";
        means "the request for a WebSocket was answered with an ordinary status";
        cause "a proxy does not pass Upgrade and Connection on" => "ask Hasura past the proxy";
        cause "the URL is not Hasura's" => "`st-hasura query '{__typename}'`";
        cure "let the proxy pass the Upgrade header on";
        see "hasura §2.3";
        test "tests/e2e/subscriptions/query.rs" "query_runs_a_subscription";
    }
    "socket.not_accepted": "the WebSocket's handshake does not fit" {
        says "switched protocols without having understood the request for a WebSocket";
        means "the server switched protocols without having understood the request (RFC 6455 §4.1)";
        cause "a proxy or a cache answers in the server's place" => "ask Hasura past it";
        cure "let the proxy pass WebSockets on";
        test "tests/e2e/subscriptions/unwell.rs" "what_is_wrong_with_a_websocket_is_named";
    }
    "socket.protocol": "the server speaks another subprotocol" {
        says "does not speak … but";
        means "Hasura speaks graphql-transport-ws and graphql-ws; something else was chosen";
        cause "another GraphQL server answers" => "`st-hasura query --over graphql-ws QUERY`";
        cure "correct the endpoint, or choose the protocol with --over";
        see "hasura §2.3";
        test "tests/e2e/subscriptions/unwell.rs" "what_is_wrong_with_a_websocket_is_named";
    }
    "socket.refused": "Hasura refused the WebSocket's credentials" {
        says "connection_error" "connection_init failed" "Invalid message 'type' property connection_error" "4403: Forbidden" "Forbidden 4403" "closed with code 4403" "StatusCode(4403)" "close code 4403" "code: 4403" "Hasura refused the connection";
        means "connection_init was answered with a refusal; its words are those of HTTP";
        cause "the token is bad: the words say how" => "`st-hasura query '{__typename}'` asks over HTTP, which says more";
        cause "headers stand in the payload itself and not in payload.headers" => "the client's connectionParams";
        cure "mend the token, or put the headers into connectionParams.headers";
        see "hasura §2.3";
        test "tests/e2e/subscriptions/query.rs" "query_runs_a_subscription";
    }
    "socket.closed": "the server closed the WebSocket" {
        says "closed with code 4400" "closed with code 4408" "closed with code 1006" "Connection initialisation timeout" "the WebSocket was closed by the server";
        means "the connection was ended by the server or a proxy";
        cause "the token expired: a connection ends with it" => "`st-hasura token --decode` shows exp";
        cause "a proxy closes idle connections" => "its timeout";
        cause "no connection_init within three seconds (4408), or a message that cannot be read (4400)" => "the client's log";
        cure "connect again with a fresh token";
        see "hasura §2.3";
        test "tests/e2e/subscriptions/unwell.rs" "what_is_wrong_with_a_websocket_is_named";
    }
    "socket.silent": "nothing came over the WebSocket" {
        says "nothing came over the WebSocket within … s";
        means "no message within the time allowed";
        cause "a stream has no rows after its cursor" => "`st-hasura query --follow QUERY`";
        cause "a proxy holds messages back" => "ask Hasura past the proxy";
        cure "raise --timeout, or ask for rows that are there";
        see "hasura §2.3";
        test "tests/e2e/subscriptions/query.rs" "query_runs_a_subscription";
    }
    "socket.too_large": "a message is larger than any sensible one" {
        says "a message over the WebSocket is larger than … bytes";
        means "reading was stopped at a limit";
        cause "the subscription asks for very many rows" => "add a limit to it";
        cure "ask for fewer rows";
        test "tests/e2e/subscriptions/unwell.rs" "what_is_wrong_with_a_websocket_is_named";
    }
    "socket.unreadable": "a message does not belong to the protocol" {
        says "the server sent what does not belong to the protocol";
        means "the server sent what neither protocol knows";
        cause "another GraphQL server, or a proxy's text" => "`st-hasura query -v --follow QUERY`";
        cure "run it again with -v to see the messages";
        test "tests/e2e/subscriptions/unwell.rs" "what_is_wrong_with_a_websocket_is_named";
    }
    "hasura.socket_order": "a client broke the order of a WebSocket's messages" {
        says "start-failed" "start received before the connection is initialised" "start received before the connection is established" "an operation already exists with this id: …" "are supported on websockets";
        means "Hasura wants connection_init first, ids that are free, and the path of GraphQL; a client that does otherwise is refused";
        cause "the client speaks the older protocol, and the server was asked for the newer, or the other way round" => "`st-hasura query --over graphql-ws QUERY` and --over graphql-transport-ws";
        cause "the client starts before the connection is acknowledged, or reuses an id" => "the messages in the network panel";
        cause "the path is not /v1/graphql" => "the socket's URL";
        cure "let a library for that protocol speak, such as graphql-ws, and send it to /v1/graphql";
        see "hasura §2.3";
        test "tests/e2e/subscriptions/double.rs" "what_does_not_belong_to_the_protocol_is_refused";
    }
    "socket.broken": "the WebSocket broke" {
        means "the connection failed in the middle";
        cause "the network, or a proxy that restarted" => "the detail";
        cure "look at the network and at the proxy in between";
        test "tests/e2e/subscriptions/unwell.rs" "what_is_wrong_with_a_websocket_is_named";
    }
}
