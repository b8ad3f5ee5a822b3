import type { PdfFile, Reference } from './pdf-file';

/** Adds the pixels of a canvas as an image: colors, and their opacity as a mask. */
export async function addImage(file: PdfFile, canvas: HTMLCanvasElement): Promise<Reference> {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
  const colors = new Uint8Array(3 * width * height);
  const opacities = new Uint8Array(width * height);
  for (let pixel = 0; pixel < opacities.length; pixel++) {
    colors.set(data.subarray(4 * pixel, 4 * pixel + 3), 3 * pixel);
    opacities[pixel] = data[4 * pixel + 3]!;
  }
  const entries = (space: string): string =>
    `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /${space} /BitsPerComponent 8`;
  const mask = await file.stream(entries('DeviceGray'), opacities);
  return file.stream(`${entries('DeviceRGB')} /SMask ${mask}`, colors);
}
