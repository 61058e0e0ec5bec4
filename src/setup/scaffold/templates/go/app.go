package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/rs/cors"
	"github.com/supertokens/supertokens-golang/recipe/emailpassword"
	"github.com/supertokens/supertokens-golang/recipe/session"
	"github.com/supertokens/supertokens-golang/recipe/session/sessmodels"
	"github.com/supertokens/supertokens-golang/recipe/userroles"
	"github.com/supertokens/supertokens-golang/recipe/userroles/userrolesmodels"
	"github.com/supertokens/supertokens-golang/supertokens"
)

// NewApp is the API: SuperTokens' own routes below the base path, and two of ours.
func NewApp(config Config) (http.Handler, error) {
	if err := initSuperTokens(config); err != nil {
		return nil, err
	}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, "ok")
	})
	routes.HandleFunc("GET /getJWT", session.VerifySession(nil, getJWT))

	// Around the SDK's middleware: its own routes need the CORS headers too.
	origins := cors.New(cors.Options{
		AllowedOrigins:   []string{config.WebsiteDomain},
		AllowedMethods:   []string{"GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"},
		AllowedHeaders:   append([]string{"content-type"}, supertokens.GetAllCORSHeaders()...),
		AllowCredentials: true,
	})
	return origins.Handler(supertokens.Middleware(routes)), nil
}

// The session's access token is itself the JWT for Hasura.
func getJWT(w http.ResponseWriter, r *http.Request) {
	token := session.GetSessionFromRequestContext(r.Context()).GetAccessToken()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(map[string]string{"token": token})
}

func initSuperTokens(config Config) error {
	telemetry := false
	// The static key never changes, so a key set that Hasura keeps never goes stale.
	dynamic := !config.StaticKey
	sessions := sessmodels.TypeInput{
		UseDynamicAccessTokenSigningKey: &dynamic,
		Override:                        &sessmodels.OverrideStruct{Functions: withHasuraClaims},
	}
	if config.AntiCsrf != "" {
		sessions.AntiCsrf = &config.AntiCsrf
	}
	if config.Transport != "" {
		sessions.GetTokenTransferMethod = func(*http.Request, bool, supertokens.UserContext) sessmodels.TokenTransferMethod {
			return sessmodels.TokenTransferMethod(config.Transport)
		}
	}
	return supertokens.Init(supertokens.TypeInput{
		Telemetry: &telemetry,
		Supertokens: &supertokens.ConnectionInfo{
			ConnectionURI: config.CoreURI,
			APIKey:        config.CoreAPIKey,
		},
		// The token's `iss` is the API's domain with the base path, as they are given here.
		AppInfo: supertokens.AppInfo{
			AppName:       config.AppName,
			APIDomain:     config.APIDomain,
			APIBasePath:   &config.APIBasePath,
			WebsiteDomain: config.WebsiteDomain,
		},
		RecipeList: []supertokens.Recipe{
			emailpassword.Init(nil),
			// The roles go into Hasura's claims; they need not be in the token twice.
			userroles.Init(&userrolesmodels.TypeInput{
				SkipAddingRolesToAccessToken:       true,
				SkipAddingPermissionsToAccessToken: true,
			}),
			session.Init(&sessions),
		},
	})
}

func currentClaims(tenantID, userID string, context supertokens.UserContext) (map[string]any, error) {
	answer, err := userroles.GetRolesForUser(tenantID, userID, context)
	if err != nil {
		return nil, err
	}
	if answer.OK == nil {
		return nil, errors.New("the core did not tell the user's roles")
	}
	return HasuraClaims(userID, answer.OK.Roles), nil
}

func withHasuraClaims(original sessmodels.RecipeInterface) sessmodels.RecipeInterface {
	createNewSession := *original.CreateNewSession
	refreshSession := *original.RefreshSession

	create := func(userID string, payload map[string]any, data map[string]any, disableAntiCsrf *bool, tenantID string, context supertokens.UserContext) (sessmodels.SessionContainer, error) {
		claims, err := currentClaims(tenantID, userID, context)
		if err != nil {
			return nil, err
		}
		if payload == nil {
			payload = map[string]any{}
		}
		payload[Namespace] = claims
		return createNewSession(userID, payload, data, disableAntiCsrf, tenantID, context)
	}

	// A refresh copies the claims of the token before. Roles given or taken meanwhile would
	// otherwise count from the next sign-in only, which may be a hundred days away.
	refresh := func(token string, antiCsrfToken *string, disableAntiCsrf bool, context supertokens.UserContext) (sessmodels.SessionContainer, error) {
		container, err := refreshSession(token, antiCsrfToken, disableAntiCsrf, context)
		if err != nil {
			return nil, err
		}
		claims, err := currentClaims(container.GetTenantId(), container.GetUserID(), context)
		if err != nil {
			return nil, err
		}
		if !same(container.GetAccessTokenPayload()[Namespace], claims) {
			update := map[string]any{Namespace: claims}
			if err := container.MergeIntoAccessTokenPayloadWithContext(update, context); err != nil {
				return nil, err
			}
		}
		return container, nil
	}

	original.CreateNewSession = &create
	original.RefreshSession = &refresh
	return original
}

// same compares what was read from a token with what would be written into one.
func same(one, other any) bool {
	first, err := json.Marshal(one)
	if err != nil {
		return false
	}
	second, err := json.Marshal(other)
	return err == nil && string(first) == string(second)
}
