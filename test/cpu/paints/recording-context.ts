import type { PaintContext } from '../../../src/engine/cpu/paints/painted-canvas';

/** A 2D context that records what is painted. Its pixels read as empty. */
export class RecordingContext implements PaintContext {
  fillStyle: PaintContext['fillStyle'] = '#000';
  readonly rects: { x: number; y: number; width: number; height: number; fill: unknown }[] = [];
  readonly images: { image: ImageData; x: number; y: number }[] = [];
  clears = 0;

  clearRect(): void {
    this.clears++;
    this.rects.length = this.images.length = 0;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.rects.push({ x, y, width, height, fill: this.fillStyle });
  }

  createImageData(width: number, height: number): ImageData {
    return { width, height, data: new Uint8ClampedArray(width * height * 4), colorSpace: 'srgb' } as ImageData;
  }

  getImageData(_x: number, _y: number, width: number, height: number): ImageData {
    return this.createImageData(width, height);
  }

  putImageData(image: ImageData, x: number, y: number): void {
    this.images.push({ image, x, y });
  }
}
