//! Recordings in smaller qualities, by the ffmpeg that the machine has, if any.
//!
//! Invariants: each word of a command line is ours but two paths that we made; the input's format
//! is the one that was found in its bytes, so that no other reader of files is tried; only files
//! are opened; and a process that is too slow, too large, or told to stop is killed.

use crate::{LessonFormat, Store};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The program that converts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converter {
    program: PathBuf,
}

/// What is converted.
#[derive(Clone, Debug)]
pub struct Source {
    pub path: PathBuf,
    pub format: LessonFormat,
    pub is_video: bool,
    /// In milliseconds.
    pub duration: i64,
    pub bytes: i64,
    pub width: i64,
    pub height: i64,
}

/// One file that was made, in the folder of the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// `audio`, `360p`, `720p` or `poster`.
    pub quality: &'static str,
    pub extension: &'static str,
    pub path: PathBuf,
    pub bytes: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum ConversionError {
    #[error("told to stop")]
    Stopped,
    #[error("took longer than {seconds} s")]
    TooSlow { seconds: u64 },
    #[error("{quality}: the converter refused the recording")]
    Refused { quality: &'static str },
    #[error("the converter cannot run: {0}")]
    Disk(#[from] std::io::Error),
}

/// The largest file that a conversion may write.
const MAX_OUTPUT_BYTES: u64 = 1024 * 1024 * 1024;

const AUDIO: &[&str] = &[
    "-vn", "-c:a", "aac", "-b:a", "48k", "-ac", "1", "-ar", "44100",
];

/// A quality, its extension and ffmpeg's words for it.
type Target = (&'static str, &'static str, Vec<&'static str>);

fn video(rest: [&'static str; 8]) -> Vec<&'static str> {
    let mut words = vec!["-map", "0:v:0", "-map", "0:a:0?", "-c:v", "libx264"];
    words.extend(rest);
    words.extend(["-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "1", "-b:a"]);
    words.push("64k");
    words
}

/// What is made of a recording: nothing larger than what there is.
fn targets(source: &Source) -> Vec<Target> {
    if !source.is_video {
        return vec![("audio", "m4a", AUDIO.to_vec())];
    }
    let short = source.width.min(source.height);
    let preset = "veryfast";
    let mut all: Vec<Target> = Vec::new();
    let small = video([
        "-preset", preset, "-crf", "27", "-maxrate", "600k", "-bufsize", "1200k",
    ]);
    // The shorter side, whichever way the telephone was held; sides are even.
    let scaled = |words: &[&'static str], filter: &'static str| {
        let mut words = words.to_vec();
        words.extend(["-vf", filter]);
        words
    };
    const TO_360: &str =
        "scale='if(gt(iw,ih),-2,min(360,trunc(iw/2)*2))':'if(gt(iw,ih),min(360,trunc(ih/2)*2),-2)'";
    const TO_720: &str = "scale='if(gt(iw,ih),-2,720)':'if(gt(iw,ih),720,-2)'";
    all.push(("360p", "mp4", scaled(&small, TO_360)));
    if short >= 720 {
        let large = video([
            "-preset", preset, "-crf", "25", "-maxrate", "1800k", "-bufsize", "3600k",
        ]);
        all.push(("720p", "mp4", scaled(&large, TO_720)));
    }
    all.push(("audio", "m4a", AUDIO.to_vec()));
    let poster = [
        "-frames:v",
        "1",
        "-vf",
        "thumbnail=50,scale='min(640,iw)':-2",
        "-q:v",
        "5",
    ];
    all.push(("poster", "jpg", poster.to_vec()));
    all
}

/// ffmpeg's name for a container; another one is never tried.
const fn demuxer(format: LessonFormat) -> Option<&'static str> {
    match format {
        LessonFormat::Mp4 | LessonFormat::M4a => Some("mov"),
        LessonFormat::Webm => Some("matroska"),
        LessonFormat::Ogg => Some("ogg"),
        LessonFormat::Mp3 => Some("mp3"),
        LessonFormat::Wav => Some("wav"),
        _ => None,
    }
}

impl Converter {
    /// The program of this name on `PATH`, or at this path; `None` where there is none.
    pub fn find(name: &str) -> Option<Converter> {
        find(name).map(|program| Converter { program })
    }

    /// The beginning of a command: low in the machine's queue, within limits, and gone with us,
    /// where the system has the tools for it.
    fn command(&self, seconds: u64) -> Command {
        let mut words: Vec<String> = Vec::new();
        let own = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        if find("nice").is_some() {
            words.extend(own(&["nice", "-n", "19"]));
        }
        if find("prlimit").is_some() {
            words.push("prlimit".to_owned());
            words.push(format!("--cpu={}", seconds * 2));
            words.push(format!("--fsize={MAX_OUTPUT_BYTES}"));
            words.extend(own(&["--nofile=64", "--core=0", "--as=4294967296"]));
        }
        if find("setpriv").is_some() {
            words.extend(own(&["setpriv", "--pdeathsig", "KILL", "--"]));
        }
        words.push(self.program.display().to_string());
        let mut words = words.into_iter();
        let mut command = Command::new(words.next().unwrap_or_default());
        command
            .args(words)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command
    }

    /// Makes every quality of a recording in `folder`. `watch` hears how far it is, in hundredths,
    /// a few times a second, and says whether to go on.
    ///
    /// # Errors
    /// Why nothing was made; the folder may hold a part of it then.
    pub fn convert(
        &self,
        source: &Source,
        folder: &Path,
        watch: &dyn Fn(u8) -> bool,
    ) -> Result<Vec<Made>, ConversionError> {
        let format = demuxer(source.format).ok_or(ConversionError::Refused { quality: "audio" })?;
        let all = targets(source);
        let count = all.len() as u64;
        let mut made = Vec::new();
        for (done, (quality, extension, words)) in (0..).zip(all) {
            let path = folder.join(format!("{quality}.{extension}"));
            let whole = |percent: u64| {
                let percent = (done * 100 + percent.min(100)) / count;
                watch(u8::try_from(percent).unwrap_or(100))
            };
            match self.run(source, format, (quality, &words), &path, &whole) {
                // A film without sound has no sound alone, and a poster is not worth failing for.
                Err(ConversionError::Refused {
                    quality: "audio" | "poster",
                }) if source.is_video => continue,
                other => other?,
            }
            let bytes = i64::try_from(std::fs::metadata(&path)?.len()).unwrap_or(i64::MAX);
            // What is no smaller saves nobody anything.
            if bytes > 0 && (quality == "poster" || bytes < source.bytes) {
                made.push(Made {
                    quality,
                    extension,
                    path,
                    bytes,
                });
            }
        }
        Ok(made)
    }

    fn run(
        &self,
        source: &Source,
        format: &str,
        (quality, words): (&'static str, &[&str]),
        to: &Path,
        watch: &dyn Fn(u64) -> bool,
    ) -> Result<(), ConversionError> {
        let length = u64::try_from(source.duration).unwrap_or(0).max(1);
        // Twenty times as long as it plays, within what a lesson may take.
        let seconds = (60 + length / 1_000 * 20).min(3 * 3_600);
        let mut command = self.command(seconds);
        command
            .args(["-nostdin", "-hide_banner", "-loglevel", "error", "-y"])
            .args(["-threads", "1", "-protocol_whitelist", "file"])
            .args(["-f", format, "-i"])
            .arg(&source.path)
            .args(["-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn"])
            .args(words)
            .args(["-threads", "1"]);
        if quality != "poster" {
            command.args(["-movflags", "+faststart"]);
        }
        command
            .args(["-progress", "pipe:1", "-nostats"])
            .arg(to)
            .current_dir(to.parent().unwrap_or(Path::new("/")));
        let mut child = Killed(command.spawn()?);
        let reached = Arc::new(AtomicU64::new(0));
        if let Some(output) = child.0.stdout.take() {
            let reached = reached.clone();
            // Ends with the process, whose output it reads.
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if let Some(time) = line.strip_prefix("out_time_us=")
                        && let Ok(time) = time.trim().parse::<u64>()
                    {
                        reached.store(time / 1_000, Ordering::Relaxed);
                    }
                }
            });
        }
        let began = Instant::now();
        loop {
            if let Some(status) = child.0.try_wait()? {
                return if status.success() && to.exists() {
                    Ok(())
                } else {
                    Err(ConversionError::Refused { quality })
                };
            }
            if !watch(reached.load(Ordering::Relaxed) * 100 / length) {
                return Err(ConversionError::Stopped);
            }
            if began.elapsed() > Duration::from_secs(seconds) {
                return Err(ConversionError::TooSlow { seconds });
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// A process that does not outlive its owner.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn find(name: &str) -> Option<PathBuf> {
    let is_program = |path: &PathBuf| path.is_file();
    if name.contains('/') {
        return Some(PathBuf::from(name)).filter(is_program);
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(is_program)
}

impl Store {
    /// With a program that converts recordings, where there is one.
    #[must_use]
    pub fn with_converter(mut self, converter: Option<Converter>) -> Store {
        self.converter = converter;
        self
    }

    pub fn converter(&self) -> Option<&Converter> {
        self.converter.as_ref()
    }

    /// Puts a file that was made beside the one that it was made of; answers its name below
    /// `/academy/media/`.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn keep_made(&self, sha256: &str, made: &Made) -> std::io::Result<String> {
        crate::store::check_name(sha256)?;
        let name = format!("{sha256}-{}.{}", made.quality, made.extension);
        std::fs::File::open(&made.path)?.sync_all()?;
        let folder = self.root.join("lessons");
        std::fs::rename(&made.path, folder.join(&name))?;
        std::fs::File::open(folder)?.sync_all()?;
        Ok(format!("u/{name}"))
    }
}
