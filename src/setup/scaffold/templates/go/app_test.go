package main

// `go test`. Needs no core; with CORE_URI it also signs a user up there, so name one for tests.

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

const website = "http://localhost:3000"

func environment(more map[string]string) func(string) string {
	// Port 9 answers nobody.
	vars := map[string]string{"CORE_URI": "http://127.0.0.1:9", "WEBSITE_DOMAIN": website}
	for name, value := range more {
		vars[name] = value
	}
	return func(name string) string { return vars[name] }
}

func TestClaims(t *testing.T) {
	claims := HasuraClaims("u1", nil)
	if roles := claims["x-hasura-allowed-roles"].([]string); !slices.Equal(roles, []string{"user"}) {
		t.Errorf("everybody is a user: %v", roles)
	}
	given := []string{"writer", "user", "admin", "editor"}
	claims = HasuraClaims("u1", given)
	roles := claims["x-hasura-allowed-roles"].([]string)
	if !slices.Equal(roles, []string{"user", "editor", "writer"}) {
		t.Errorf("roles are added, and nobody becomes Hasura's admin: %v", roles)
	}
	if claims["x-hasura-default-role"] != "user" || claims["x-hasura-user-id"] != "u1" {
		t.Errorf("%v", claims)
	}
	if given[2] != "admin" {
		t.Errorf("the caller's roles were changed: %v", given)
	}
}

func TestConfigurationNamesTheVariableThatIsWrong(t *testing.T) {
	for name, value := range map[string]string{
		"CORE_URI":          "",
		"PORT":              "70000",
		"API_DOMAIN":        "example.com",
		"SIGNING_KEY":       "sometimes",
		"ANTI_CSRF":         "none",
		"CORE_API_KEY_FILE": "/nowhere/at/all",
	} {
		_, err := ReadConfig(environment(map[string]string{name: value}))
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	config, err := ReadConfig(environment(map[string]string{"PORT": "", "SIGNING_KEY": ""}))
	if err != nil || config.Port != 3001 || !config.StaticKey {
		t.Errorf("an empty variable counts as not set: %v %v", config, err)
	}
}

func TestRoutes(t *testing.T) {
	core := map[string]string{}
	if os.Getenv("CORE_URI") != "" {
		core["CORE_URI"] = os.Getenv("CORE_URI")
		core["CORE_API_KEY"] = os.Getenv("CORE_API_KEY")
	}
	config, err := ReadConfig(environment(core))
	if err != nil {
		t.Fatal(err)
	}
	app, err := NewApp(config)
	if err != nil {
		t.Fatal(err)
	}
	send := func(method, path, body string, headers map[string]string) *http.Response {
		request := httptest.NewRequest(method, path, strings.NewReader(body))
		for name, value := range headers {
			request.Header.Set(name, value)
		}
		recorder := httptest.NewRecorder()
		app.ServeHTTP(recorder, request)
		return recorder.Result()
	}

	t.Run("health", func(t *testing.T) {
		answer := send("GET", "/health", "", nil)
		if answer.StatusCode != 200 || text(t, answer) != "ok" {
			t.Error(answer.Status)
		}
	})
	t.Run("no JWT without a session", func(t *testing.T) {
		answer := send("GET", "/getJWT", "", nil)
		body := text(t, answer)
		if answer.StatusCode != 401 || !strings.Contains(body, "unauthorised") {
			t.Error(answer.Status, body)
		}
	})
	t.Run("the website may send what the SDK needs", func(t *testing.T) {
		for _, header := range []string{"rid", "st-auth-mode", "anti-csrf", "content-type"} {
			answer := send("OPTIONS", "/auth/signin", "", map[string]string{
				"Origin":                         website,
				"Access-Control-Request-Method":  "POST",
				"Access-Control-Request-Headers": header,
			})
			if answer.Header.Get("Access-Control-Allow-Origin") != website ||
				answer.Header.Get("Access-Control-Allow-Headers") != header {
				t.Error(header, answer.Header)
			}
		}
	})
	t.Run("a new user gets a token for Hasura", func(t *testing.T) {
		if core["CORE_URI"] == "" {
			t.Skip("CORE_URI is not set")
		}
		email := "test+" + time.Now().Format("20060102150405.000000000") + "@example.com"
		fields := `{"formFields":[{"id":"email","value":"` + email + `"},{"id":"password","value":"test-Pass-123"}]}`
		signup := send("POST", "/auth/signup", fields, map[string]string{
			"content-type": "application/json", "rid": "emailpassword", "st-auth-mode": "header",
		})
		token := signup.Header.Get("st-access-token")
		answer := send("GET", "/getJWT", "", map[string]string{"authorization": "Bearer " + token})
		var got struct{ Token string }
		if err := json.Unmarshal([]byte(text(t, answer)), &got); err != nil {
			t.Fatal(err)
		}
		payload, err := base64.RawURLEncoding.DecodeString(strings.Split(got.Token, ".")[1])
		if err != nil {
			t.Fatal(err)
		}
		var claims map[string]any
		if err := json.Unmarshal(payload, &claims); err != nil {
			t.Fatal(err)
		}
		if !same(claims[Namespace], HasuraClaims(claims["sub"].(string), nil)) {
			t.Error(claims[Namespace])
		}
	})
}

func text(t *testing.T, answer *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
