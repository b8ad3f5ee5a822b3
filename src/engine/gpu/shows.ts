/** What every browser made of Chromium says here, and no other. */
const CHROMIUM = 'Google Inc.';

/**
 * Whether what this device paints can be seen. Where a browser composites its windows in software, or by another API than WebGPU's (a GPU without
 * a display, say), WebGPU's canvases stay transparent, and nothing says so: so one pixel is painted and looked at. Waits for the GPU.
 * True where there is no canvas to ask, as in Node; browsers that answer with noise for privacy's sake give no transparent pixel either.
 * Chromium alone is asked, for it alone was seen to do so: Safari draws a WebGPU canvas into another only since August 2026 (WebKit 321778), and would be
 * taken for blind.
 */
export function showsWhatItPaints(device: GPUDevice): boolean {
  if (!globalThis.OffscreenCanvas || navigator.vendor !== CHROMIUM) return true;
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('webgpu');
  const copy = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!context || !copy) return true;
  context.configure({ device, format: navigator.gpu.getPreferredCanvasFormat(), alphaMode: 'opaque' });
  const encoder = device.createCommandEncoder({ label: 'pika.gpu.shows' });
  encoder.beginRenderPass({
    colorAttachments: [{ view: context.getCurrentTexture().createView(), loadOp: 'clear', storeOp: 'store', clearValue: [1, 1, 1, 1] }],
  }).end();
  device.queue.submit([encoder.finish()]);
  copy.drawImage(canvas, 0, 0);
  context.unconfigure();
  return copy.getImageData(0, 0, 1, 1).data[3] !== 0;
}
