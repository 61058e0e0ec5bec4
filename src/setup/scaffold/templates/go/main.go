// The auth API: signs users in with SuperTokens and hands out the JWT that Hasura verifies.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/joho/godotenv"
)

// How long requests may take that are under way when the API is told to stop.
const grace = 10 * time.Second

func main() {
	health := flag.Bool("health", false, "ask a running API how it is, for container health checks")
	flag.Parse()
	os.Exit(run(*health))
}

func run(health bool) int {
	if err := godotenv.Load(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failed(fmt.Errorf(".env: %w", err), 2)
	}
	config, err := ReadConfig(os.Getenv)
	if err != nil {
		return failed(err, 2)
	}
	if health {
		return ask(config)
	}
	app, err := NewApp(config)
	if err != nil {
		return failed(err, 2)
	}
	listener, err := net.Listen("tcp", config.Address())
	if err != nil {
		return failed(err, 1)
	}
	fmt.Printf("listening on %s\n", config.Address())
	return serve(listener, app)
}

func failed(err error, code int) int {
	fmt.Fprintln(os.Stderr, err)
	return code
}

// serve answers until the process is told to stop.
func serve(listener net.Listener, app http.Handler) int {
	server := &http.Server{Handler: app, ReadHeaderTimeout: 10 * time.Second}
	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return failed(err, 1)
	case <-stopped.Done():
	}
	waiting, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := server.Shutdown(waiting); err != nil {
		_ = server.Close()
	}
	return 0
}

// ask is what the container's health check runs: its image holds no other program.
func ask(config Config) int {
	client := http.Client{Timeout: 2 * time.Second}
	answer, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/health", config.Port))
	if err != nil {
		return failed(err, 1)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return failed(errors.New(answer.Status), 1)
	}
	return 0
}
