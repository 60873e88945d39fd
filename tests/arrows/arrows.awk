# Holds C++ files against the arrows: the first file is <build>/arrows.txt, the others are named from the project's root.
# Prints "file:line: what is wrong" for each finding. Plain POSIX awk: it must run where nothing was installed.

FNR == NR {
  folders[$1]
  purity[$1] = $2
  may[$1] = " " $1
  for (i = 3; i <= NF; ++i) may[$1] = may[$1] " " $i
  next
}

FNR == 1 {
  folder = FILENAME
  sub(/\/.*/, "", folder)
  file_in_folder = substr(FILENAME, length(folder) + 2)
  pure = purity[folder] ~ /^pure/ && !index(purity[folder] ",", "," file_in_folder ",")
  # CAF lives in actors/ and what is linked with it, and on two pages of messages/: nowhere else.
  knows_caf = folder == "actors" || FILENAME ~ /^messages\/(registration|actors)\.(hpp|cpp)$/
  may_know_caf = knows_caf || index(may[folder] " ", " actors ")
  in_comment = 0
}

function finding(text) {
  print FILENAME ":" FNR ": " text
}

# The line without its comments and without what stands between quotes.
function code(line,    out, start) {
  out = ""
  while (line != "") {
    if (in_comment) {
      start = index(line, "*/")
      if (!start) return out
      line = substr(line, start + 2)
      in_comment = 0
    } else if (match(line, /"([^"\\]|\\.)*"|\/\/|\/\*/)) {
      out = out substr(line, 1, RSTART - 1)
      start = substr(line, RSTART, 2)
      if (start == "//") return out
      in_comment = (start == "/*")
      if (!in_comment) out = out "\"\""
      line = substr(line, RSTART + RLENGTH)
    } else {
      return out line
    }
  }
  return out
}

{ line = code($0) }

line ~ /^[ \t]*#[ \t]*include/ {
  file = $0
  sub(/^[^"<]*["<]/, "", file)
  sub(/[">].*$/, "", file)
  target = file
  sub(/\/.*/, "", target)
  if (!(target in folders)) {
    if (line ~ /"/) finding("\"" file "\" does not start with a folder of ours")
  } else if (!index(may[folder] " ", " " target " ")) {
    finding(folder " may not include " file "; it may include:" may[folder])
  }
  if (target == "caf" && !knows_caf) finding("CAF belongs into actors/, messages/actors.hpp and messages/registration.hpp")
  if (file ~ /^messages\/(registration|actors)\.hpp$/ && !may_know_caf) finding(file " brings CAF into " folder)
  if (pure && file ~ /^(iostream|fstream|filesystem|thread|future|syncstream|unistd\.h)$/)
    finding(folder " is pure: no <" file ">")
  next
}

pure {
  line = " " line
  if (match(line, /[A-Za-z_]*[Cc]lock::now *\(|[^A-Za-z0-9_.>]time *\((nullptr|NULL|0|&)|clock_gettime|gettimeofday|[^A-Za-z0-9_](gmtime|localtime|utc_clock)[^A-Za-z0-9_]/))
    impure("reads no clock")
  if (match(line, /std::(jthread|thread|async|this_thread)|sleep_(for|until)|pthread_create/))
    impure("makes no thread and does not sleep")
  if (match(line, /random_device|[^A-Za-z0-9_.>:](std::)?s?rand *\(|[^A-Za-z0-9_](drand48|arc4random|RAND_bytes|getrandom)/))
    impure("draws no random number that was not passed in")
  if (match(line, /std::(cout|cerr|clog|cin|i?o?fstream|filesystem|getenv)|[^A-Za-z0-9_](fopen|printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|scanf|getenv|LoadFile) *\(/))
    impure("does no I/O")
}

function impure(rule,    text) {
  text = substr(line, RSTART, RLENGTH)
  gsub(/^[^A-Za-z_]+|[ (]+$/, "", text)
  finding(folder " is pure, it " rule ": " text)
}
