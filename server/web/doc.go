// Package web is the portal's HTTP edge: routes with the roles they allow,
// sessions, forms, headers, errors and pages. A handler decodes, calls one method of
// package program, and answers. It holds no rule, no query and no clock.
//
// To add a page: one line in routes.go, a handler in the noun's file, a template
// with its View. To add a form: a struct with form tags, decoded by
// [request.form].
package web
