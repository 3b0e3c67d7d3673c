import type { CarrierName } from "./carrier.ts";

/**
 * Mainland mobile prefixes by the carrier they were assigned to, without the +86. The longest one wins: 1349
 * (satellite phones) is Telecom's, the rest of 134 Mobile's.
 *
 * Among them are the data and machine blocks 1410, 1440 and 145–149, and the virtual operators' 162, 165, 167,
 * 170 and 171, which belong to the carrier whose network they run on.
 */
export const CARRIER_PREFIXES: Record<CarrierName, readonly string[]> = {
  china_mobile: prefixes(
    "134 135 136 137 138 139 1440 147 148 150 151 152 157 158 159 165 1703 1705 1706",
    "172 178 182 183 184 187 188 195 197 198",
  ),
  china_unicom: prefixes("130 131 132 145 146 155 156 166 167 1704 1707 1708 1709 171 175 176 185 186 196"),
  china_telecom: prefixes("133 1349 1410 149 153 162 1700 1701 1702 173 174 177 180 181 189 190 191 193 199"),
  china_broadnet: prefixes("192"),
};

/** Blocks sold by operators without a network of their own (MVNO, 虚拟运营商). */
export const VIRTUAL_OPERATOR_PREFIXES = prefixes("162 165 167 170 171");

function prefixes(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(" "));
}
