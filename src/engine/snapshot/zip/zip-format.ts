/** Signatures and limits of zip archives, PKWARE APPNOTE 6.3.10. Numbers are little-endian. */
export const LOCAL = 0x04034b50;
export const CENTRAL = 0x02014b50;
export const END = 0x06054b50;
export const ZIP64_END = 0x06064b50;
export const ZIP64_LOCATOR = 0x07064b50;
/** The id of the extra field that holds numbers of 64 bits. */
export const ZIP64_EXTRA = 1;
/** Stands for a number that is in the Zip64 fields. */
export const MOST_16 = 0xffff;
export const MOST_32 = 0xffffffff;

export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;
export const ZIP64_END_BYTES = 56;
export const ZIP64_LOCATOR_BYTES = 20;
