package content

import (
	"image/png"
	"sync"
)

// pngBuffers keep what encoders of PNG files work with from one file to the next: a
// megabyte each.
type pngBuffers struct{ pool sync.Pool }

// Get is [png.EncoderBufferPool].
func (b *pngBuffers) Get() *png.EncoderBuffer {
	buffer, _ := b.pool.Get().(*png.EncoderBuffer)
	return buffer
}

// Put is [png.EncoderBufferPool].
func (b *pngBuffers) Put(buffer *png.EncoderBuffer) { b.pool.Put(buffer) }

var (
	quickPNG = png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &pngBuffers{}} // made for one reader
	smallPNG = png.Encoder{CompressionLevel: png.BestCompression}                      // made once for many
)
