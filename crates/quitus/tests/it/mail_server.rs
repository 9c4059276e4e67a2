//! A mail server that takes a whole message and hangs up without saying whether it keeps it: the sender cannot know.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

/// Starts the server; it lives until the test process ends.
pub fn mute() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that goes away is no concern of ours.
            let _ = talk(stream);
        }
    });
    port
}

fn talk(stream: TcpStream) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    out.write_all(b"220 muet.example\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        if line.eq_ignore_ascii_case("DATA") {
            out.write_all(b"354 go\r\n")?;
            for line in lines.by_ref() {
                if line? == "." {
                    return Ok(());
                }
            }
        }
        out.write_all(b"250 ok\r\n")?;
    }
    Ok(())
}
