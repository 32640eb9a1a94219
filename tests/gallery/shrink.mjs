// Makes each PNG of a folder smaller: at most 256 colours, which text and flat grounds hardly need.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import UPNG from "upng-js";

const folder = process.argv[2];
for (const name of readdirSync(folder).filter((each) => each.endsWith(".png"))) {
  const seen = UPNG.decode(readFileSync(`${folder}/${name}`));
  const small = Buffer.from(UPNG.encode(UPNG.toRGBA8(seen), seen.width, seen.height, 256));
  if (small.length < readFileSync(`${folder}/${name}`).length) writeFileSync(`${folder}/${name}`, small);
}
