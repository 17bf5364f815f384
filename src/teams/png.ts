import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue and how opaque, each from 0 to 1. */
export type Colour = readonly [number, number, number, number];

/** A square picture of `size` × `size` as PNG; `at` gives the colour at a point from 0 to 1 in both directions. */
export function drawPng(size: number, at: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let row = 0; row < size; row++) {
    // Each row begins with 0: no filter.
    const start = row * (1 + size * 4) + 1;
    for (let column = 0; column < size; column++) {
      rows.set(pixel(size, column, row, at), start + column * 4);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits for each of red, green, blue and opacity.
  header.set([8, 6], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Points looked at in each direction of one pixel, so that edges are smooth. */
const FINE = 4;

function pixel(size: number, column: number, row: number, at: (x: number, y: number) => Colour): number[] {
  const sum = [0, 0, 0, 0];
  for (let point = 0; point < FINE * FINE; point++) {
    const x = (column + ((point % FINE) + 0.5) / FINE) / size;
    const y = (row + (Math.floor(point / FINE) + 0.5) / FINE) / size;
    const [red, green, blue, opacity] = at(x, y);
    [red * opacity, green * opacity, blue * opacity, opacity].forEach((part, which) => {
      sum[which] = (sum[which] ?? 0) + part;
    });
  }
  const [red = 0, green = 0, blue = 0, opacity = 0] = sum;
  const byte = (part: number) => Math.round(part * 255);
  const colour = opacity === 0 ? [0, 0, 0] : [red / opacity, green / opacity, blue / opacity];
  return [...colour.map(byte), byte(opacity / (FINE * FINE))];
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(typed.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(typed, 4);
  whole.writeUInt32BE(crc32(typed), typed.length + 4);
  return whole;
}
