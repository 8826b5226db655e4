package content

import (
	"fmt"
	"strings"

	"tandem/portal"
)

// months are the names of the months where a date is written "1 de julio de
// 2026"; a locale that is not here writes "1 July 2026".
var months = map[string][]string{
	"es": {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	"pt": {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
}

// language is the first part of a locale: "es" of "es-ES".
func language(locale string) string {
	lang, _, _ := strings.Cut(locale, "-")
	return lang
}

func localDate(d portal.Date, locale string) string {
	t := d.Time()
	if t.IsZero() {
		return ""
	}
	if names, ok := months[language(locale)]; ok {
		return fmt.Sprintf("%d de %s de %d", t.Day(), names[t.Month()-1], t.Year())
	}
	return t.Format("2 January 2006")
}

// localMoney writes an amount as the locale's readers do: "€1,234.50" in
// English, "1.234,50 €" elsewhere.
func localMoney(m portal.Money, locale string) string {
	if language(locale) == "en" || m.Currency == "" {
		return m.String()
	}
	swapped := strings.NewReplacer(",", ".", ".", ",").Replace(strings.TrimLeft(m.String(), "−€$£¥₹ABCDEFGHIJKLMNOPQRSTUVWXYZ "))
	sign, symbol := "", string(m.Currency)
	if m.Minor < 0 {
		sign = "−"
	}
	if m.Currency == "EUR" {
		symbol = "€"
	}
	return sign + swapped + "\u00a0" + symbol
}

// listing joins words as a locale does: "Portugal, Spain and Italy".
func listing(words []string, locale string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " " + word("and", locale) + " " + words[last]
}

func localRate(r portal.Rate, locale string) string {
	if language(locale) == "en" {
		return r.Percent()
	}
	return strings.Replace(strings.TrimSuffix(r.Percent(), "%"), ".", ",", 1) + "\u00a0%"
}

// words are the few words the renderer itself writes, by language.
var words = map[string]map[string]string{
	"en": {
		"tip": "Tip", "note": "Note", "important": "Important", "example": "Example", "sender": "Before you send it", "qr": "QR code for",
		"with": "with", "and": "and", "questions": "Questions?", "version": "Version", "by": "Published by", "for": "for", "back": "Back to the text", "contents": "Contents", "none": "none",
		"one_pager": "One-pager", "case_study": "Case study", "email": "Email", "social_post": "Social post", "playbook": "Playbook",
		"coop_brief": "Co-op brief", "guideline": "Guideline", "announcement": "Announcement",
	},
	"es": {
		"tip": "Consejo", "note": "Nota", "important": "Importante", "example": "Ejemplo", "sender": "Antes de enviarlo", "qr": "Código QR de",
		"with": "con", "and": "y", "questions": "¿Preguntas?", "version": "Versión", "by": "Publicado por", "for": "para", "back": "Volver al texto", "contents": "Contenido", "none": "nada",
		"one_pager": "Ficha", "case_study": "Caso de éxito", "email": "Correo", "social_post": "Publicación", "playbook": "Guía práctica",
		"coop_brief": "Propuesta conjunta", "guideline": "Normas", "announcement": "Anuncio",
	},
}

func word(key, locale string) string {
	if set, ok := words[language(locale)]; ok {
		return set[key]
	}
	return words["en"][key]
}

// quotes are the opening and closing double and single quotation marks of a language.
func quotes(locale string) [4]string {
	switch language(locale) {
	case "es", "it", "pt":
		return [4]string{"«", "»", "“", "”"}
	case "fr":
		return [4]string{"«\u00a0", "\u00a0»", "“", "”"}
	case "de":
		return [4]string{"„", "“", "‚", "‘"}
	}
	return [4]string{"“", "”", "‘", "’"}
}
