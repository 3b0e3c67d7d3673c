const KIB = 1024;

/** 65536 is 64 KiB, 104857600 is 100 MiB. */
export function bytesText(bytes: number): string {
  return bytes >= KIB * KIB ? `${bytes / KIB / KIB} MiB` : `${bytes / KIB} KiB`;
}
