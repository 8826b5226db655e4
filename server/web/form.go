package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
)

// formTokenField is the hidden input every form carries besides its own.
const formTokenField = "_token"

const (
	maxFormKeys = 200
	maxText     = 1000 // characters of an input without a max of its own
)

// upload is a file that came with a form.
type upload struct {
	Name  string // as the browser gave it; for showing only, never a path
	Bytes []byte
}

// form decodes the request's form into the struct that in points to. Each input
// names its field with a tag:
//
//	Email string   `form:"email,max=254"`
//	Roles []string `form:"roles"`
//	Note  string   `form:"note,max=5000"`
//	Secret string  `form:"password,raw"` // not trimmed
//	Logo  upload   `form:"logo"`
//
// A key the struct does not know, or one that is there twice where one value is
// meant, is no form of ours: 400. What a person can get wrong (a number that is
// none, a text too long) comes back as portal.Invalid with the field's name. Any
// struct of another package stays out of reach: only what is tagged is filled.
func (r *request) form(in any) error {
	values, files, err := r.formValues()
	if err != nil {
		return err
	}
	delete(values, formTokenField)
	return decode(values, files, in, true)
}

// query decodes the address's query the same way; keys it does not know are left alone.
func (r *request) query(in any) error {
	values, err := url.ParseQuery(string(r.Request().URI().QueryString()))
	if err != nil {
		return fiber.ErrBadRequest
	}
	return decode(values, nil, in, false)
}

// formValues reads the body once and keeps it for who asks again.
func (r *request) formValues() (url.Values, map[string][]*multipart.FileHeader, error) {
	kind, _, err := mime.ParseMediaType(r.Get(fiber.HeaderContentType))
	if err != nil && len(r.Body()) > 0 {
		return nil, nil, fiber.ErrUnsupportedMediaType
	}
	switch {
	case len(r.Body()) == 0:
		return url.Values{}, nil, nil
	case kind == fiber.MIMEApplicationForm:
		values, err := url.ParseQuery(string(r.Body()))
		if err != nil || len(values) > maxFormKeys {
			return nil, nil, fiber.ErrBadRequest
		}
		return values, nil, nil
	case kind == fiber.MIMEMultipartForm:
		form, err := r.MultipartForm()
		if err != nil || len(form.Value) > maxFormKeys {
			return nil, nil, fiber.ErrBadRequest
		}
		values := url.Values{}
		for key, list := range form.Value {
			values[key] = slices.Clone(list)
		}
		return values, form.File, nil
	}
	return nil, nil, fiber.ErrUnsupportedMediaType
}

func decode(values url.Values, files map[string][]*multipart.FileHeader, in any, strict bool) error {
	target := reflect.ValueOf(in).Elem()
	problems := portal.Problems{}
	known := map[string]bool{}
	for i := range target.NumField() {
		tag := target.Type().Field(i).Tag.Get("form")
		if tag == "" {
			continue
		}
		input := parseTag(tag)
		known[input.name] = true
		field := target.Field(i)
		if file, ok := field.Addr().Interface().(*upload); ok {
			if err := decodeFile(files[input.name], file); err != nil {
				return err
			}
			continue
		}
		if several, ok := field.Addr().Interface().(*[]upload); ok {
			if err := decodeFiles(files[input.name], several); err != nil {
				return err
			}
			continue
		}
		if err := input.decode(values[input.name], field, problems); err != nil {
			return err
		}
	}
	if strict {
		for key := range values {
			if !known[key] {
				return fiber.ErrBadRequest
			}
		}
		for key := range files {
			if !known[key] {
				return fiber.ErrBadRequest
			}
		}
	}
	return problems.Err()
}

// input is one tag of a form struct, read.
type input struct {
	name string
	max  int
	raw  bool
}

func parseTag(tag string) input {
	parts := strings.Split(tag, ",")
	in := input{name: parts[0], max: maxText}
	for _, option := range parts[1:] {
		if n, ok := strings.CutPrefix(option, "max="); ok {
			in.max, _ = strconv.Atoi(n)
		}
		in.raw = in.raw || option == "raw"
	}
	return in
}

// decode fills one field from the values of its key.
func (in input) decode(values []string, field reflect.Value, problems portal.Problems) error {
	for i, value := range values {
		if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
			return fiber.ErrBadRequest
		}
		if !in.raw {
			value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
		}
		if utf8.RuneCountInString(value) > in.max {
			problems.Add(in.name, "Use at most %d characters.", in.max)
			value = ""
		}
		values[i] = value
	}
	if field.Kind() == reflect.Slice && field.Type().Elem().Kind() == reflect.String {
		if len(values) > maxFormKeys {
			return fiber.ErrBadRequest
		}
		list := reflect.MakeSlice(field.Type(), 0, len(values))
		for _, value := range values {
			if value != "" {
				list = reflect.Append(list, reflect.ValueOf(value).Convert(field.Type().Elem()))
			}
		}
		field.Set(list)
		return nil
	}
	if len(values) > 1 {
		return fiber.ErrBadRequest
	}
	value := ""
	if len(values) == 1 {
		value = values[0]
	}
	switch field.Kind() {
	case reflect.String:
		field.SetString(value)
	case reflect.Bool:
		switch value {
		case "", "false":
		case "on", "yes", "true":
			field.SetBool(true)
		default:
			return fiber.ErrBadRequest
		}
	case reflect.Int, reflect.Int64:
		if value == "" {
			return nil
		}
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			problems.Add(in.name, "Write a whole number.")
			return nil
		}
		field.SetInt(n)
	default:
		return fmt.Errorf("form field %s has a kind that forms do not have: %s", in.name, field.Kind())
	}
	return nil
}

func decodeFile(list []*multipart.FileHeader, into *upload) error {
	if len(list) == 0 || len(list) == 1 && list[0].Size == 0 {
		return nil
	}
	if len(list) > 1 {
		return fiber.ErrBadRequest
	}
	file, err := list[0].Open()
	if err != nil {
		return fmt.Errorf("open an upload: %w", err)
	}
	defer file.Close()
	into.Name = list[0].Filename
	if into.Bytes, err = io.ReadAll(file); err != nil {
		return fmt.Errorf("read an upload: %w", err)
	}
	return nil
}

// maxFiles is how many files may come under one name of a form.
const maxFiles = 3000

// decodeFiles are several files under one name, those of a folder with their path.
func decodeFiles(list []*multipart.FileHeader, into *[]upload) error {
	if len(list) > maxFiles {
		return portal.Problems{"file": "Choose fewer than 3,000 files."}.Err()
	}
	for _, header := range list {
		if header.Filename == "" && header.Size == 0 { // none was chosen
			continue
		}
		var one upload
		if err := decodeFile([]*multipart.FileHeader{header}, &one); err != nil {
			return err
		}
		one.Name = header.Filename
		if _, params, err := mime.ParseMediaType(header.Header.Get(fiber.HeaderContentDisposition)); err == nil && params["filename"] != "" {
			one.Name = params["filename"]
		}
		*into = append(*into, one)
	}
	return nil
}

// renamed is an error whose problem with one field is shown at another, where a
// page has two forms that ask for the same thing.
func renamed(err error, from, to string) error {
	problem, ok := errors.AsType[*portal.Error](err)
	if !ok || problem.Fields[from] == "" {
		return err
	}
	next := *problem
	next.Fields = map[string]string{}
	for field, text := range problem.Fields {
		if field == from {
			field = to
		}
		next.Fields[field] = text
	}
	return &next
}
