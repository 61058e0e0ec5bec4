package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Config is whatever differs between machines, read from the environment: see .env.example.
type Config struct {
	Host          string
	Port          int
	AppName       string
	CoreURI       string
	CoreAPIKey    string
	APIDomain     string
	APIBasePath   string
	WebsiteDomain string
	StaticKey     bool
	// Empty leaves the choice to the SDK, and the transport to the client.
	AntiCsrf  string
	Transport string
}

// Address is where the API listens.
func (c Config) Address() string {
	return fmt.Sprintf("%s:%d", c.Host, c.Port)
}

// ReadConfig names every variable that is missing or wrong. An empty one counts as not set.
func ReadConfig(env func(string) string) (Config, error) {
	r := reader{env: env}
	port := r.port("PORT", "3001")
	config := Config{
		Host:          r.text("HOST", "127.0.0.1"),
		Port:          port,
		AppName:       r.text("APP_NAME", "auth-api"),
		CoreURI:       r.text("CORE_URI", ""),
		CoreAPIKey:    r.secret("CORE_API_KEY"),
		APIDomain:     r.url("API_DOMAIN", fmt.Sprintf("http://127.0.0.1:%d", port)),
		APIBasePath:   r.text("API_BASE_PATH", "/auth"),
		WebsiteDomain: r.url("WEBSITE_DOMAIN", "http://localhost:3000"),
		StaticKey:     r.choice("SIGNING_KEY", "static", "dynamic") != "dynamic",
		AntiCsrf:      r.choice("ANTI_CSRF", "NONE", "VIA_TOKEN", "VIA_CUSTOM_HEADER"),
		Transport:     r.choice("TOKEN_TRANSPORT", "cookie", "header", "any"),
	}
	if config.CoreURI == "" {
		r.fail("CORE_URI is not set")
	}
	return config, errors.Join(r.errs...)
}

type reader struct {
	env  func(string) string
	errs []error
}

func (r *reader) fail(format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf(format, args...))
}

func (r *reader) text(name, otherwise string) string {
	if value := r.env(name); value != "" {
		return value
	}
	return otherwise
}

// secret is NAME, or the contents of the file that NAME_FILE names, as containers get their
// secrets.
func (r *reader) secret(name string) string {
	path := r.env(name + "_FILE")
	if path == "" {
		return r.env(name)
	}
	contents, err := os.ReadFile(path)
	if err != nil {
		r.fail("%s_FILE: %w", name, err)
	}
	return strings.TrimSpace(string(contents))
}

func (r *reader) port(name, otherwise string) int {
	text := r.text(name, otherwise)
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil || port == 0 {
		r.fail("%s is no port: %s", name, text)
	}
	return int(port)
}

func (r *reader) url(name, otherwise string) string {
	text := r.text(name, otherwise)
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") {
		r.fail("%s is no http or https URL: %s", name, text)
	}
	return text
}

func (r *reader) choice(name string, words ...string) string {
	text := r.env(name)
	if text != "" && !slices.Contains(words, text) {
		r.fail("%s is none of %s: %s", name, strings.Join(words, ", "), text)
	}
	return text
}
