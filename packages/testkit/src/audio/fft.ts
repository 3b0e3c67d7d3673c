/** Complex numbers as two arrays whose length is a power of two. */
export interface Spectrum {
  real: Float64Array;
  imaginary: Float64Array;
}

/** The discrete Fourier transform of real samples, padded with zeros to `size`. */
export function spectrumOf(samples: Float32Array, size: number): Spectrum {
  const spectrum = { real: new Float64Array(size), imaginary: new Float64Array(size) };
  spectrum.real.set(samples);
  transform(spectrum, -1);
  return spectrum;
}

/** The inverse transform's real part. Works in place. */
export function samplesOf(spectrum: Spectrum): Float64Array {
  transform(spectrum, 1);
  const { real } = spectrum;
  return real.map((value) => value / real.length);
}

/** Cooley and Tukey's iterative radix-2 transform; the sign of the exponent gives the direction. */
function transform(spectrum: Spectrum, sign: 1 | -1): void {
  reorder(spectrum);
  const size = spectrum.real.length;
  for (let length = 2; length <= size; length *= 2) {
    const angle = (sign * 2 * Math.PI) / length;
    for (let from = 0; from < size; from += length) butterflies(spectrum, from, length / 2, angle);
  }
}

function butterflies({ real, imaginary }: Spectrum, from: number, half: number, angle: number): void {
  const stepReal = Math.cos(angle);
  const stepImaginary = Math.sin(angle);
  let turnReal = 1;
  let turnImaginary = 0;
  for (let even = from; even < from + half; even++) {
    const odd = even + half;
    const oddReal = real[odd]! * turnReal - imaginary[odd]! * turnImaginary;
    const oddImaginary = real[odd]! * turnImaginary + imaginary[odd]! * turnReal;
    real[odd] = real[even]! - oddReal;
    imaginary[odd] = imaginary[even]! - oddImaginary;
    real[even]! += oddReal;
    imaginary[even]! += oddImaginary;
    const next = turnReal * stepReal - turnImaginary * stepImaginary;
    turnImaginary = turnReal * stepImaginary + turnImaginary * stepReal;
    turnReal = next;
  }
}

/** Puts every element where the reversed bits of its index point. */
function reorder({ real, imaginary }: Spectrum): void {
  const size = real.length;
  for (let index = 1, reversed = 0; index < size; index++) {
    let bit = size >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (index < reversed) {
      [real[index], real[reversed]] = [real[reversed]!, real[index]!];
      [imaginary[index], imaginary[reversed]] = [imaginary[reversed]!, imaginary[index]!];
    }
  }
}
