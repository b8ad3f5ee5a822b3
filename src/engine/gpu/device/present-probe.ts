import type { Device } from './device';
import { invalidWork } from './failures';

/** `navigator.vendor` of every Chromium browser, and of no other. */
const CHROMIUM = 'Google Inc.';
const LABEL = 'pika.gpu.present-probe';

/**
 * Whether canvases painted by this device become visible. Where a browser composites its windows in software, or with
 * another API than WebGPU uses (on a GPU without a display, for example), WebGPU canvases stay transparent and no error
 * is reported. So this paints one pixel and reads it back. Waits for the GPU. Only Chromium is probed, since it alone
 * is known to do this: Safari could not draw a WebGPU canvas into another before August 2026 (WebKit 321778), so it
 * would fail the probe. Also true if there is no canvas, as in Node, or if the probe itself fails: a page that may not
 * read canvases, or a device lost during the probe, proves nothing.
 */
export async function canPresent(device: Device): Promise<boolean> {
  if (!globalThis.OffscreenCanvas || navigator.vendor !== CHROMIUM) return true;
  try {
    return await device.checked(
      ['validation'],
      () => isSeen(device.gpu),
      (error) => invalidWork(LABEL, error),
    );
  } catch {
    return true;
  }
}

/** Configures the canvas as {@link Surfaces} does: an opaque canvas would hide that nothing was painted. */
function isSeen(device: GPUDevice): boolean {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('webgpu');
  const copy = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!context || !copy) return true;
  context.configure({ device, format: navigator.gpu.getPreferredCanvasFormat(), alphaMode: 'premultiplied' });
  const encoder = device.createCommandEncoder({ label: LABEL });
  encoder
    .beginRenderPass({
      label: LABEL,
      colorAttachments: [
        { view: context.getCurrentTexture().createView(), loadOp: 'clear', storeOp: 'store', clearValue: [1, 1, 1, 1] },
      ],
    })
    .end();
  device.queue.submit([encoder.finish()]);
  copy.drawImage(canvas, 0, 0);
  context.unconfigure();
  return copy.getImageData(0, 0, 1, 1).data[3] !== 0;
}
