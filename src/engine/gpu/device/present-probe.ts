import type { Device } from './device';
import { invalidWork } from './failures';

/** What every browser made of Chromium says here, and no other. */
const CHROMIUM = 'Google Inc.';
const LABEL = 'pika.gpu.shows';

/**
 * Whether what this device paints can be seen. Where a browser composites its windows in software, or by another API
 * than WebGPU's (a GPU without a display, say), WebGPU's canvases stay transparent, and nothing says so: so one pixel
 * is painted and looked at. Waits for the GPU. Chromium alone is asked, for it alone was seen to do so: Safari draws a
 * WebGPU canvas into another only since August 2026 (WebKit 321778), and would be taken for blind. True also where
 * there is no canvas to ask, as in Node, and where asking fails: whoever forbids to look at canvases, or a device that
 * is lost meanwhile, says nothing of this.
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

/** Canvases are configured as {@link Surfaces} does: an opaque one would also hide that nothing was painted. */
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
