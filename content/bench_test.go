package content

import "testing"

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(Files()); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkRender(b *testing.B, format Format) {
	l, err := Load(Files())
	if err != nil {
		b.Fatal(err)
	}
	a, c := l.find("city-weekend", "en").Asset, casa()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := l.Render(b.Context(), a, format, c, base); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRenderHTML(b *testing.B)     { benchmarkRender(b, FormatHTML) }
func BenchmarkRenderPDF(b *testing.B)      { benchmarkRender(b, FormatPDF) }
func BenchmarkRenderMarkdown(b *testing.B) { benchmarkRender(b, FormatMarkdown) }
func BenchmarkRenderEmail(b *testing.B)    { benchmarkRender(b, FormatEmail) }

func BenchmarkQR(b *testing.B) {
	for b.Loop() {
		if _, err := QR(base+"/r/CDR42?utm_campaign=city-weekend&utm_content=en&utm_medium=qr&utm_source=casa-do-rio", "code"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	l, err := Load(Files())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		l.Find(Query{Text: "weding house autumn", Kinds: []string{"email"}}, Audience{Staff: true})
	}
}
