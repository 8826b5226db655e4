package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const goodKey = "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

func env(pairs ...string) func(string) string {
	values := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return values[name] }
}

func TestNothingSetIsTheDemoOnLoopback(t *testing.T) {
	c, err := Load(env())
	if err != nil {
		t.Fatal(err)
	}
	if !c.Demo || !c.Loopback || !c.Embedded() || c.Listen != "127.0.0.1:8080" || c.BaseURL != "http://localhost:8080" || c.Data != "./data" {
		t.Errorf("got %+v", c)
	}
}

func TestDemoIsOffOnceAProgramIsConfigured(t *testing.T) {
	tests := []struct {
		name string
		env  []string
		want bool
	}{
		{"another loopback port keeps it", []string{Listen, "127.0.0.1:9000"}, true},
		{"metrics keep it", []string{MetricsListen, "127.0.0.1:9100"}, true},
		{"a public port ends it", []string{Listen, ":8080", BaseURL, "https://partners.example.com"}, false},
		{"a public port with demo said", []string{Listen, "0.0.0.0:8080", Demo, "on", BaseURL, "http://localhost:8080"}, true},
		{"a data folder ends it", []string{Data, "/srv/tandem"}, false},
		{"a base URL ends it", []string{BaseURL, "https://partners.example.com"}, false},
		{"a mail server ends it", []string{SMTPURL, "smtp://localhost:25"}, false},
		{"off", []string{Demo, "off"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := Load(env(test.env...))
			if err != nil || c.Demo != test.want {
				t.Errorf("demo = %t, %v, want %t", c.Demo, err, test.want)
			}
		})
	}
}

func TestEveryProblemIsReportedAtOnce(t *testing.T) {
	_, err := Load(env(
		MongoURI, "postgres://x", Listen, "nowhere", BaseURL, "http://partners.example.com",
		Demo, "maybe", SMTPURL, "http://mail", MailFrom, "nobody", Keys, "k1:c2hvcnQ=,bad",
		MetricsListen, "x", TrustedProxies, "10.0.0.0/8, moon",
	))
	if err == nil {
		t.Fatal("accepted")
	}
	for _, name := range []string{MongoURI, Listen, BaseURL, Demo, SMTPURL, MailFrom, Keys, MetricsListen, TrustedProxies} {
		if !strings.Contains("\n"+err.Error(), "\n"+name+" ") {
			t.Errorf("no line about %s in:\n%v", name, err)
		}
	}
	if n := strings.Count("\n"+err.Error(), "\n"+Keys+" "); n != 2 {
		t.Errorf("%d problems with keys, want 2:\n%v", n, err)
	}
}

func TestBaseURL(t *testing.T) {
	tests := []struct {
		give, want string
		ok         bool
	}{
		{"https://Partners.Example.com", "https://partners.example.com", true},
		{"https://partners.example.com/", "https://partners.example.com", true},
		{"https://partners.example.com:8443", "https://partners.example.com:8443", true},
		{"http://localhost:9000", "http://localhost:9000", true},
		{"http://127.0.0.1:9000", "http://127.0.0.1:9000", true},
		{"http://10.0.0.5:8080", "", false},
		{"https://partners.example.com/portal", "", false},
		{"https://a:b@partners.example.com", "", false},
		{"https://partners.example.com?x", "", false},
		{"ftp://partners.example.com", "", false},
		{"partners.example.com", "", false},
	}
	for _, test := range tests {
		c, err := Load(env(BaseURL, test.give))
		if (err == nil) != test.ok || c.BaseURL != test.want {
			t.Errorf("%s: got %q, %v", test.give, c.BaseURL, err)
		}
	}
	if c, err := Load(env(BaseURL, "http://10.0.0.5:8080", Demo, "on")); err != nil || c.Secure() {
		t.Errorf("a demo on a local network: %v", err)
	}
}

func TestServerThatOthersReachNeedsItsAddress(t *testing.T) {
	for listen, needed := range map[string]bool{
		"127.0.0.1:8080": false, "localhost:8080": false, "[::1]:8080": false,
		":8080": true, "0.0.0.0:8080": true, "[::]:8080": true, "10.0.0.5:8080": true, "partners.example.com:80": true,
	} {
		for _, demo := range []string{"on", "off"} {
			_, err := Load(env(Listen, listen, Demo, demo))
			if (err != nil) != needed || needed && !strings.HasPrefix(err.Error(), BaseURL+" is required when "+Listen) {
				t.Errorf("%s, demo %s: %v", listen, demo, err)
			}
			if _, err := Load(env(Listen, listen, Demo, demo, BaseURL, "https://partners.example.com")); err != nil {
				t.Errorf("%s with the address: %v", listen, err)
			}
		}
	}
	_, err := Load(env(Listen, ":8080", MongoURI, "postgres://x", MailFrom, "nobody"))
	for _, name := range []string{BaseURL, MongoURI, MailFrom, Keys} {
		if err == nil || !strings.Contains("\n"+err.Error(), "\n"+name+" ") {
			t.Errorf("no line about %s in %v", name, err)
		}
	}
}

func TestMongoNeedsSharedKeys(t *testing.T) {
	if _, err := Load(env(MongoURI, "mongodb://db")); err == nil || !strings.HasPrefix(err.Error(), Keys+" is required") {
		t.Errorf("got %v", err)
	}
	c, err := Load(env(MongoURI, "mongodb://db", Keys, goodKey))
	if err != nil || c.Embedded() || c.Demo {
		t.Errorf("got %v, %v", c, err)
	}
	if _, err := Load(env(MongoURI, "mongodb://db", Keys, goodKey, Demo, "on")); err == nil {
		t.Error("the demo was let onto a MongoDB")
	}
}

func TestSecretsComeFromFilesToo(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "uri")
	if err := os.WriteFile(path, []byte("mongodb://db\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(env(MongoURI+"_FILE", path, Keys, goodKey))
	if err != nil || c.MongoURI.Reveal() != "mongodb://db" {
		t.Errorf("got %q, %v", c.MongoURI.Reveal(), err)
	}
	if _, err := Load(env(MongoURI, "mongodb://a", MongoURI+"_FILE", path, Keys, goodKey)); err == nil {
		t.Error("both at once accepted")
	}
	if _, err := Load(env(Keys+"_FILE", filepath.Join(folder, "absent"))); err == nil || !strings.Contains(err.Error(), Keys+"_FILE") {
		t.Errorf("absent file: %v", err)
	}
}

func TestSecretsNeverShow(t *testing.T) {
	const canary = "canary-7f3a"
	c, err := Load(env(
		MongoURI, "mongodb://user:"+canary+"@db", SMTPURL, "smtp://user:"+canary+"@mail:587",
		Keys, "k1:Y2FuYXJ5LTdmM2EtY2FuYXJ5LTdmM2EtY2FuYXJ5LTc=",
	))
	if err != nil {
		t.Fatal(err)
	}
	raw := string(c.Keys[0].Secret())
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "config", c, "key", c.Keys[0], "uri", c.MongoURI)
	for name, shown := range map[string]string{
		"String": c.String(), "%v": fmt.Sprintf("%v", c), "%+v": fmt.Sprintf("%+v", c), "%#v": fmt.Sprintf("%#v", c),
		"json": string(encoded), "log": log.String(), "keys": fmt.Sprint(c.Keys), "key %x": fmt.Sprintf("%x", c.Keys[0]),
	} {
		if strings.Contains(shown, canary) || strings.Contains(shown, raw) || strings.Contains(shown, fmt.Sprintf("%x", raw)) {
			t.Errorf("%s shows a secret: %s", name, shown)
		}
	}
	_, err = Load(env(SMTPURL, "http://user:"+canary+"@mail", MongoURI, canary, Keys, "k1:"+canary))
	if err == nil || strings.Contains(err.Error(), canary) {
		t.Errorf("a problem repeats the secret: %v", err)
	}
}

func TestKeptKeysStayTheSameAndPrivate(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	first, err := KeepKeys(folder)
	if err != nil {
		t.Fatal(err)
	}
	again, err := KeepKeys(folder)
	if err != nil || string(again[0].Secret()) != string(first[0].Secret()) {
		t.Fatalf("keys changed: %v", err)
	}
	path := filepath.Join(folder, "keys")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := KeepKeys(folder); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("keys open to others: %v", err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := KeepKeys(folder); err == nil {
		t.Error("an empty key file was accepted")
	}
}
