/*
 * A disk that loses power: what was not synced is gone.
 *
 * Loaded into the server with LD_PRELOAD. The server works on the folder DROP_UNSYNCED_ROOT as
 * usual; beside it this library keeps DROP_UNSYNCED_SHADOW, which is what the disk would hold if
 * the power failed now. Killing the server at any moment and starting it on the shadow is a power
 * cut. 64-bit Linux only.
 *
 * The model is the strictest one that POSIX allows:
 *
 * - What a file holds survives from the moment fsync or fdatasync on it returns. Bytes written
 *   since are lost, all of them. A kill inside a sync leaves part of it, as real disks do.
 * - The name of a file survives only when its folder was synced: a created, renamed or removed
 *   name falls back to what the folder held at its last sync. A name that was synced before the
 *   bytes of its file leads to a file with what was synced of them, maybe nothing. Real file
 *   systems mostly keep more than that.
 *
 * With DROP_UNSYNCED_LEAK=n, one page in n also survives as soon as it is written, and one sync of
 * a file in n also keeps the names in its folder: systems write back on their own, in any order.
 * DROP_UNSYNCED_SEED chooses which.
 *
 * So the shadow has an inode store, named by the real inode's number and time of birth, in which
 * syncs of files land, and a tree of names linked to it, which syncs of folders bring up to date.
 *
 * Not covered, because the server does not use them for what must last: mmap (SQLite's -shm file
 * is rebuilt after a crash and left out), copy_file_range, fallocate, O_SYNC, io_uring.
 *
 * Further settings: DROP_UNSYNCED_DELAY_US makes each sync take that long. DROP_UNSYNCED_DIE_AT=n
 * ends the process at the n-th sync, before that sync does anything. DROP_UNSYNCED_LIE=text makes
 * syncs of paths with that text return without keeping anything, to show that a test would notice.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
#define PAGE 4096
#define SKIPPED_SUFFIX "-shm"

/* The part of a file that was written since its last sync. */
struct dirty {
    char key[64];
    off_t low, high;
};

static char root[PATH_MAX], shadow[PATH_MAX];
static size_t root_length;
static long delay_us, die_at, syncs, leak;
static unsigned chance;
static const char *lie;
static struct dirty table[FILES];
static size_t known;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

/* The file layer itself failed: a test that went on would prove nothing. */
static void give_up(const char *what, const char *path) {
    dprintf(2, "drop_unsynced: %s: %s: %s\n", what, path, strerror(errno));
    abort();
}

/* Where a path of the root lies in the shadow; 0 when it is not in the root. */
static int in_shadow(const char *path, char *out) {
    if (root_length == 0 || strncmp(path, root, root_length) != 0)
        return 0;
    const char *rest = path + root_length;
    if (*rest != '\0' && *rest != '/')
        return 0;
    if (snprintf(out, PATH_MAX, "%s%s", shadow, rest) >= PATH_MAX)
        give_up("path too long", path);
    return 1;
}

static int is_skipped(const char *name) {
    size_t length = strlen(name), suffix = strlen(SKIPPED_SUFFIX);
    return length >= suffix && strcmp(name + length - suffix, SKIPPED_SUFFIX) == 0;
}

/* The path of an open file; 0 when it has none any more or is not ours. */
static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0)
        return 0;
    path[length] = '\0';
    return strncmp(path, root, root_length) == 0;
}

/* Names an inode for good: numbers are used again, births are not. */
static int key_at(int folder, const char *path, int flags, char *key, mode_t *mode) {
    struct statx info;
    if (statx(folder, path, flags, STATX_BASIC_STATS | STATX_BTIME, &info) != 0)
        return 0;
    *mode = info.stx_mode;
    long long born = (info.stx_mask & STATX_BTIME) ? (long long)info.stx_btime.tv_sec : 0;
    unsigned nanos = (info.stx_mask & STATX_BTIME) ? info.stx_btime.tv_nsec : 0;
    snprintf(key, 64, "%llu-%lld-%u", (unsigned long long)info.stx_ino, born, nanos);
    return 1;
}

static struct dirty *entry(const char *key) {
    for (size_t at = 0; at < known; at++)
        if (strcmp(table[at].key, key) == 0)
            return &table[at];
    if (known == FILES) {
        errno = ENFILE;
        give_up("too many files", key);
    }
    struct dirty *made = &table[known++];
    strcpy(made->key, key);
    made->low = LONG_MAX;
    made->high = 0;
    return made;
}

static void leak_pages(const char *path, off_t low, off_t high);

/* Notes that bytes from `low` to `high` of an open file are not synced. */
static void soil(int fd, off_t low, off_t high) {
    int before = errno;
    struct stat info;
    char path[PATH_MAX], key[64];
    mode_t mode;
    if (root_length != 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && path_of(fd, path)
        && key_at(fd, "", AT_EMPTY_PATH, key, &mode)) {
        pthread_mutex_lock(&guard);
        struct dirty *dirty = entry(key);
        if (low < dirty->low)
            dirty->low = low;
        if (high > dirty->high)
            dirty->high = high;
        if (leak > 0 && high < LONG_MAX && info.st_nlink > 0 && !is_skipped(path))
            leak_pages(path, low, high);
        pthread_mutex_unlock(&guard);
    }
    errno = before;
}

/* Opens an inode of the shadow, made empty when it was never synced. */
static int open_inode(const char *key, mode_t mode) {
    char path[PATH_MAX + 80];
    snprintf(path, sizeof path, "%s.inodes/%s", shadow, key);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || fchmod(fd, mode & 07777) != 0)
        give_up("cannot keep", path);
    return fd;
}

/* Copies part of a file into its inode of the shadow. */
static void keep(int from, int to, off_t low, off_t high, const char *path) {
    static char block[1 << 16];
    while (low < high) {
        size_t wanted = (size_t)(high - low) < sizeof block ? (size_t)(high - low) : sizeof block;
        ssize_t read = syscall(SYS_pread64, from, block, wanted, low);
        if (read < 0)
            give_up("cannot read", path);
        if (read == 0)
            return;
        for (ssize_t done = 0; done < read;) {
            ssize_t put = syscall(SYS_pwrite64, to, block + done, read - done, low + done);
            if (put <= 0)
                give_up("cannot write the shadow of", path);
            done += put;
        }
        low += read;
    }
}

static int leaks(void) { return leak > 0 && rand_r(&chance) % leak == 0; }

/* Writes some of the pages back that were just written. */
static void leak_pages(const char *path, off_t low, off_t high) {
    for (off_t page = low / PAGE * PAGE; page < high; page += PAGE) {
        char key[64];
        mode_t mode;
        int from = leaks() ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        if (from >= 0 && key_at(from, "", AT_EMPTY_PATH, key, &mode)) {
            int to = open_inode(key, mode);
            keep(from, to, page, page + PAGE, path);
            close(to);
        }
        if (from >= 0)
            close(from);
    }
}

static void sync_file(const char *path) {
    int from = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    char key[64];
    mode_t mode;
    if (from < 0 || fstat(from, &info) != 0 || !key_at(from, "", AT_EMPTY_PATH, key, &mode))
        give_up("cannot sync", path);
    struct dirty *dirty = entry(key);
    int to = open_inode(key, mode);
    off_t high = dirty->high < info.st_size ? dirty->high : info.st_size;
    keep(from, to, dirty->low, high, path);
    if (syscall(SYS_ftruncate, to, info.st_size) != 0)
        give_up("cannot set the length of the shadow of", path);
    dirty->low = LONG_MAX;
    dirty->high = 0;
    close(to);
    close(from);
}

/* Links a name of the shadow to the inode that the real name leads to now. */
static void name_file(int folder, const char *name, const char *target) {
    char key[64], inode[PATH_MAX + 80], fresh[PATH_MAX + 8];
    mode_t mode;
    if (!key_at(folder, name, AT_SYMLINK_NOFOLLOW, key, &mode))
        return; /* Removed just now. */
    close(open_inode(key, mode));
    snprintf(inode, sizeof inode, "%s.inodes/%s", shadow, key);
    snprintf(fresh, sizeof fresh, "%s.fresh", shadow);
    unlink(fresh);
    struct stat named, kept;
    if (stat(target, &named) == 0 && stat(inode, &kept) == 0 && named.st_ino == kept.st_ino)
        return;
    if (link(inode, fresh) != 0 || rename(fresh, target) != 0)
        give_up("cannot name", target);
}

/* Drops the names of a shadow folder that the real one does not have any more. */
static void drop_names(const char *path, const char *target) {
    DIR *folder = opendir(target);
    if (folder == NULL)
        give_up("cannot list", target);
    for (struct dirent *one; (one = readdir(folder)) != NULL;) {
        char real[2 * PATH_MAX], copy[2 * PATH_MAX];
        struct stat info;
        snprintf(real, sizeof real, "%s/%s", path, one->d_name);
        snprintf(copy, sizeof copy, "%s/%s", target, one->d_name);
        if (lstat(real, &info) != 0 && errno == ENOENT)
            remove(copy);
    }
    closedir(folder);
}

static void sync_folder(const char *path, int deep) {
    char target[PATH_MAX];
    if (!in_shadow(path, target))
        return;
    struct stat info;
    DIR *folder = opendir(path);
    if (folder == NULL || stat(path, &info) != 0)
        give_up("cannot list", path);
    if (mkdir(target, info.st_mode & 07777) != 0 && errno != EEXIST)
        give_up("cannot make", target);
    for (struct dirent *one; (one = readdir(folder)) != NULL;) {
        char real[2 * PATH_MAX], copy[2 * PATH_MAX];
        snprintf(real, sizeof real, "%s/%s", path, one->d_name);
        snprintf(copy, sizeof copy, "%s/%s", target, one->d_name);
        int is_dot = strcmp(one->d_name, ".") == 0 || strcmp(one->d_name, "..") == 0;
        if (is_dot || is_skipped(one->d_name) || lstat(real, &info) != 0)
            continue;
        if (S_ISREG(info.st_mode)) {
            if (deep) {
                char key[64];
                mode_t mode;
                if (key_at(AT_FDCWD, real, AT_SYMLINK_NOFOLLOW, key, &mode)) {
                    struct dirty *dirty = entry(key);
                    dirty->low = 0;
                    dirty->high = LONG_MAX;
                    sync_file(real);
                }
            }
            name_file(dirfd(folder), one->d_name, copy);
        } else if (S_ISDIR(info.st_mode)) {
            if (mkdir(copy, info.st_mode & 07777) != 0 && errno != EEXIST)
                give_up("cannot make", copy);
            if (deep)
                sync_folder(real, 1);
        }
    }
    closedir(folder);
    drop_names(path, target);
}

/* One sync of anything in the root. */
static int make_durable(int fd, long call) {
    char path[PATH_MAX];
    struct stat info;
    if (root_length == 0 || !path_of(fd, path) || fstat(fd, &info) != 0)
        return (int)syscall(call, fd);
    /* The delay comes first and outside the lock: a caller that does not wait is found out. */
    if (delay_us > 0)
        usleep((useconds_t)delay_us);
    int before = errno;
    pthread_mutex_lock(&guard);
    syncs++;
    if (syncs == die_at)
        kill(getpid(), SIGKILL);
    if (info.st_nlink > 0 && (lie == NULL || strstr(path, lie) == NULL)) {
        if (S_ISDIR(info.st_mode))
            sync_folder(path, 0);
        else if (S_ISREG(info.st_mode) && !is_skipped(path))
            sync_file(path);
        char *end = strrchr(path, '/');
        if (leaks() && end != NULL) {
            *end = '\0';
            sync_folder(path, 0);
        }
    }
    pthread_mutex_unlock(&guard);
    errno = before;
    return 0;
}

static long setting(const char *name) {
    const char *value = getenv(name);
    return value == NULL ? 0 : atol(value);
}

/* What is there at the start was there before the power failed. */
__attribute__((constructor)) static void begin(void) {
    const char *given_root = getenv("DROP_UNSYNCED_ROOT");
    const char *given_shadow = getenv("DROP_UNSYNCED_SHADOW");
    if (given_root == NULL || given_shadow == NULL)
        return;
    char inodes[PATH_MAX + 8];
    snprintf(shadow, sizeof shadow, "%s", given_shadow);
    snprintf(inodes, sizeof inodes, "%s.inodes", shadow);
    if (realpath(given_root, root) == NULL)
        give_up("no such folder", given_root);
    if (mkdir(inodes, 0700) != 0)
        give_up("cannot make", inodes);
    delay_us = setting("DROP_UNSYNCED_DELAY_US");
    die_at = setting("DROP_UNSYNCED_DIE_AT");
    leak = setting("DROP_UNSYNCED_LEAK");
    chance = (unsigned)setting("DROP_UNSYNCED_SEED");
    lie = getenv("DROP_UNSYNCED_LIE");
    root_length = strlen(root);
    sync_folder(root, 1);
}

int fsync(int fd) { return make_durable(fd, SYS_fsync); }

int fdatasync(int fd) { return make_durable(fd, SYS_fdatasync); }

/* After a write at the file's own position, that is where it ended, O_APPEND included. Two threads
 * that write to one open file at once would confuse this; the server has one writer per file. */
static void soil_behind(int fd, ssize_t written) {
    if (written > 0) {
        int before = errno;
        off_t end = lseek(fd, 0, SEEK_CUR);
        if (end >= written)
            soil(fd, end - written, end);
        errno = before;
    }
}

ssize_t write(int fd, const void *bytes, size_t count) {
    ssize_t written = syscall(SYS_write, fd, bytes, count);
    soil_behind(fd, written);
    return written;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    ssize_t written = syscall(SYS_writev, fd, parts, count);
    soil_behind(fd, written);
    return written;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    ssize_t written = syscall(SYS_pwrite64, fd, bytes, count, offset);
    if (written > 0)
        soil(fd, offset, offset + written);
    return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return pwrite64(fd, bytes, count, offset);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
    ssize_t written = syscall(SYS_pwritev, fd, parts, count, offset, 0L);
    if (written > 0)
        soil(fd, offset, offset + written);
    return written;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
    return pwritev64(fd, parts, count, offset);
}

/* What lies behind the new end is gone, and would be zeros if the file grew again. */
int ftruncate64(int fd, off64_t length) {
    int done = (int)syscall(SYS_ftruncate, fd, length);
    if (done == 0)
        soil(fd, length, LONG_MAX);
    return done;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }
